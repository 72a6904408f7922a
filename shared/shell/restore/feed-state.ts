import { setTimeout as wait } from "node:timers/promises";
import type { LockEntry, PackageVersion } from "../../core/lock-entry";
import { onlyFirst } from "../../core/text-numbers";
import { PackedList, type Listed } from "../../core/packed-list";
import type { ReportedFailure, ReportedVersion } from "../../core/restore-report";
import { print } from "../agent";
import { readFeedContents } from "../feed/feed-contents";
import type { FeedProtocols } from "../feed/feed-protocols";
import { WantedVersions, type FeedContents, type HeldVersion } from "../feed/holdings";
import type { SaveResult } from "../feed/save-result";
import { isStopping } from "../feed/save-run";
import { warningLine } from "./findings";
import type { FeedJob } from "./feed-job";

/** A version of a package, as lock files and restores name it. */
export type Version = Pick<LockEntry, "protocol" | "name" | "version">;

/** What the feed held before a run, and what it gave in it. */
export interface RunState {
  /** What was restored or asked for, as far as the feed held it before or clients fetched it. */
  readonly versions: Iterable<Version>;
  readonly before: FeedContents;
  /** Versions of files that the feed gave to the task. */
  readonly given: Iterable<Version>;
  readonly failed: readonly ReportedFailure[];
  /** Whether clients fetched as well: what they were given, the feed alone can tell. */
  readonly clientsRan: boolean;
}

/** What a run came to, by the feed's own lists. */
export interface Difference {
  readonly saved: Listed<ReportedVersion>;
  readonly alreadySaved: Listed<ReportedVersion>;
  /** How many of `saved` the feed gave and does not list yet. */
  readonly unlisted: number;
  /** Whether the lists could be read. */
  readonly known: boolean;
}

/**
 * Which versions the feed saved in a run, and which it held, each once. Saved is what the feed gave to the task, and of
 * what clients fetched that which it lists now and did not before. A version with a wrong file is neither.
 */
export function compareContents(protocols: FeedProtocols, state: RunState, after: FeedContents): Difference {
  const { versions, before, given } = state;
  const keyOf = (version: Version): string => protocols.packageVersionKey(version);
  const wrong = new Set(state.failed.filter(({ kind }) => kind === "hash").map(keyOf));
  const counted = new Set<string>();
  const saved = new PackedList<ReportedVersion>();
  let unlisted = 0;
  const isFirstGiven = onlyFirst(given, keyOf);
  for (const version of given) {
    if (!isFirstGiven(version)) continue;
    const now = after.find(version);
    saved.add(reported(version, now));
    if (after.known && now?.deleted !== false) unlisted += 1;
    if (state.clientsRan || isHeld(before, version)) counted.add(keyOf(version));
  }
  const alreadySaved = new PackedList<ReportedVersion>();
  const isFirst = onlyFirst(versions, keyOf);
  for (const version of versions) {
    if (!isFirst(version) || counted.has(keyOf(version)) || wrong.has(keyOf(version))) continue;
    const held = before.find(version);
    if (held?.deleted === false) alreadySaved.add(reported(version, held));
    else if (state.clientsRan && isHeld(after, version)) saved.add(reported(version, after.find(version)));
  }
  return { saved, alreadySaved, unlisted, known: before.known && after.known };
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

function reported({ protocol, name, version }: Version, held: HeldVersion | undefined): ReportedVersion {
  const upstream = held?.upstream?.name;
  return { protocol, name, version, ...(upstream === undefined ? {} : { upstream }) };
}

/** Whether the feed holds a version that was not deleted. */
export function isHeld(contents: FeedContents, version: PackageVersion): boolean {
  return contents.find(version)?.deleted === false;
}

/**
 * What a run came to. The feed's list may lag behind, so it is asked for again a few times while something that the feed
 * gave is not in it (a crate that was just published took minutes: microsoft/mssql-rs, PublishFeeds-Sandbox.yml).
 * @param same What the feed holds, where that is known without asking.
 */
export async function settle(run: FeedJob, state: RunState, same?: FeedContents): Promise<Difference> {
  const { access, signal } = run;
  if (same !== undefined) return compareContents(access.protocols, state, same);
  const wanted = new WantedVersions(access.protocols, state.clientsRan ? state.versions : state.given);
  const look = async (): Promise<Difference> =>
    compareContents(access.protocols, state, await readFeedContents(access, wanted));
  let difference = await look();
  for (const pause of access.client.listingWaits) {
    const { unlisted } = difference;
    if (unlisted === 0) return difference;
    print([`The feed's list does not have ${count(unlisted)} yet that it gave: looking again`]);
    await wait(pause, undefined, { signal });
    difference = await look();
  }
  const { unlisted } = difference;
  if (unlisted > 0) print([warningLine(laggingText(unlisted))]);
  return difference;
}

function laggingText(unlisted: number): string {
  return `The feed gave ${count(unlisted)} that its list does not have yet. They count as saved; a later run shows whether it holds them.`;
}

function count(versions: number): string {
  return `${versions} ${versions === 1 ? "version" : "versions"}`;
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
