import { setTimeout as wait } from "node:timers/promises";
import { directKey, type LockEntry, type PackageVersion } from "../../core/lock-entry";
import { onlyFirst } from "../../core/text-numbers";
import { PackedList, type Listed } from "../../core/packed-list";
import type { ReportedFailure, ReportedVersion } from "../../core/restore-report";
import { print } from "../agent";
import { readFeedContents } from "../feed/feed-contents";
import type { FeedProtocols } from "../feed/feed-protocols";
import { WantedVersions, type FeedContents } from "../feed/holdings";
import type { SaveResult } from "../feed/save-result";
import { isStopping } from "../feed/save-run";
import { warningLine } from "./findings";
import type { FeedJob } from "./feed-job";

/** A version of a package, as lock files and restores name it. */
export type Version = Pick<LockEntry, "protocol" | "name" | "version">;

/** What the feed held before a run and lists after it, and what it gave meanwhile. */
export interface RunState {
  /** What was restored or asked for. */
  readonly versions: Iterable<Version>;
  readonly before: FeedContents;
  readonly after: FeedContents;
  /** Versions of files that the feed gave to the task. */
  readonly given: Iterable<Version>;
  readonly failed: readonly ReportedFailure[];
  /** Whether clients fetched as well: what they were given, the feed alone can tell. */
  readonly clientsRan: boolean;
  /** What projects name themselves, as `directKey`. */
  readonly direct?: ReadonlySet<string>;
}

export interface Difference {
  readonly saved: Listed<ReportedVersion>;
  readonly alreadySaved: Listed<ReportedVersion>;
  /** How many of `saved` the feed gave and does not list yet. */
  readonly unlisted: number;
}

/**
 * Which versions the feed saved in a run, and which it held, each once. Saved is what the feed gave to the task, and of
 * what clients fetched that which it lists now and did not before. A version with a wrong file is neither.
 */
export function compareContents(protocols: FeedProtocols, state: RunState): Difference {
  const { versions, before, after, given, direct } = state;
  const report = (version: Version, contents: FeedContents): ReportedVersion =>
    withDirect(reported(version, contents), direct);
  const keyOf = (version: Version): string => protocols.packageVersionKey(version);
  const wrong = new Set(state.failed.filter(({ kind }) => kind === "hash").map(keyOf));
  const counted = new Set<string>();
  const saved = new PackedList<ReportedVersion>();
  let unlisted = 0;
  const isFirstGiven = onlyFirst(given, keyOf);
  for (const version of given) {
    if (!isFirstGiven(version)) continue;
    saved.add(report(version, after));
    if (after.known && !isHeld(after, version)) unlisted += 1;
    if (state.clientsRan || isHeld(before, version)) counted.add(keyOf(version));
  }
  const alreadySaved = new PackedList<ReportedVersion>();
  const isFirst = onlyFirst(versions, keyOf);
  for (const version of versions) {
    if (!isFirst(version) || counted.has(keyOf(version)) || wrong.has(keyOf(version))) continue;
    if (isHeld(before, version)) alreadySaved.add(report(version, after.known ? after : before));
    else if (state.clientsRan && isHeld(after, version)) saved.add(report(version, after));
  }
  return { saved, alreadySaved, unlisted };
}

/** Each version once. */
export function distinctVersions(
  protocols: FeedProtocols,
  versions: Iterable<Version>,
): Listed<ReportedVersion> {
  const distinct = new PackedList<ReportedVersion>();
  const isFirst = onlyFirst(versions, (version) => protocols.packageVersionKey(version));
  for (const version of versions) {
    const { protocol, name, version: number } = version;
    if (isFirst(version)) distinct.add({ protocol, name, version: number });
  }
  return distinct;
}

function withDirect(version: ReportedVersion, direct: ReadonlySet<string> | undefined): ReportedVersion {
  const { protocol, name } = version;
  const isDirect =
    direct?.has(directKey(version)) === true || direct?.has(directKey({ protocol, name })) === true;
  return isDirect ? { ...version, direct: true } : version;
}

function reported({ protocol, name, version }: Version, contents: FeedContents): ReportedVersion {
  const upstream = contents.find({ protocol, name, version })?.upstream?.name;
  return { protocol, name, version, ...(upstream === undefined ? {} : { upstream }) };
}

/** Whether the feed holds a version that was not deleted. */
export function isHeld(contents: FeedContents, version: PackageVersion): boolean {
  return contents.find(version)?.deleted === false;
}

/**
 * What the feed lists after it gave some versions. The list may lag behind, so it is asked for again a few times while
 * one of them is not in it (a crate that was just published took minutes: microsoft/mssql-rs, PublishFeeds-Sandbox.yml).
 */
export async function readAfter(
  { access, signal }: FeedJob,
  versions: Iterable<Version>,
  given: Listed<Version>,
): Promise<FeedContents> {
  const wanted = new WantedVersions(access.protocols, versions);
  let contents = await readFeedContents(access, wanted);
  for (const [index, pause] of access.client.listingWaits.entries()) {
    const missing = countMissing(contents, given);
    if (missing === 0) return contents;
    if (index === 0)
      print([`The feed does not list ${missing} of the files yet that it gave: looking again`]);
    await wait(pause, undefined, { signal });
    contents = await readFeedContents(access, wanted);
  }
  const missing = countMissing(contents, given);
  if (missing > 0)
    print([
      warningLine(
        `The feed gave ${missing} files that its list does not name yet. They count as saved; a later run shows whether it holds them.`,
      ),
    ]);
  return contents;
}

function countMissing(contents: FeedContents, given: Iterable<Version>): number {
  if (!contents.known) return 0;
  let missing = 0;
  for (const version of given) if (!isHeld(contents, version)) missing += 1;
  return missing;
}

/**
 * The failures of a run of saving, wrong hashes first. Entries that were not tried, since none could have fared better,
 * fail of what stopped the run.
 */
export function reportedFailures({ failed, notTried }: SaveResult): readonly ReportedFailure[] {
  const tried = failed.map(({ protocol, name, version, file, where, kind, text }) => ({
    ...{ protocol, name, version, where, kind, text },
    ...(file === undefined ? {} : { file }),
  }));
  const cause = failed.find(({ kind }) => isStopping(kind));
  if (cause === undefined) return tried;
  const { kind, text } = cause;
  return [...tried, ...Array.from(notTried, (entry) => ({ ...entry, kind, text }))];
}
