import type { LockEntries, LockEntry } from "../../core/lock-entry";
import { onlyFirst } from "../../core/text-numbers";
import { PackedList, type Listed } from "../../core/packed-list";
import type { ReportedFailure, ReportedVersion } from "../../core/restore-report";
import type { FeedContents } from "../feed/holdings";
import type { SaveResult } from "../feed/save-result";

/** A version of a package, as lock files and restores name it. */
export type Version = Pick<LockEntry, "protocol" | "name" | "version">;

/** Which versions the feed holds now and did not before, and which it held. */
export interface Difference {
  readonly saved: Listed<ReportedVersion>;
  readonly alreadySaved: Listed<ReportedVersion>;
}

/** Compares what the feed holds of some versions, each once, before and after a run. */
export function compareContents(
  versions: Iterable<Version>,
  before: FeedContents,
  after: FeedContents,
): Difference {
  const saved = new PackedList<ReportedVersion>();
  const alreadySaved = new PackedList<ReportedVersion>();
  const isFirst = onlyFirst(versions, keyOf);
  for (const version of versions) {
    if (!isFirst(version)) continue;
    const now = after.find(version);
    if (now === undefined || now.deleted) continue;
    const { protocol, name } = version;
    const upstream = now.upstream === undefined ? {} : { upstream: now.upstream.name };
    const wasHeld = isHeld(before, version);
    (wasHeld ? alreadySaved : saved).add({ protocol, name, version: version.version, ...upstream });
  }
  return { saved, alreadySaved };
}

/** Whether the feed holds a version that was not deleted. */
export function isHeld(contents: FeedContents, version: Version): boolean {
  return contents.find(version)?.deleted === false;
}

function keyOf({ protocol, name, version }: Version): string {
  return [protocol, name, version].join("\n");
}

/**
 * The failures of a run of saving, wrong hashes first. Entries that were not tried, since none could have fared better,
 * fail of what stopped the run.
 */
export function reportedFailures(entries: LockEntries, result: SaveResult): readonly ReportedFailure[] {
  const tried = result.failed.map(({ protocol, name, version, file, where, kind, text }) => ({
    ...{ protocol, name, version, where, kind, text },
    ...(file === undefined ? {} : { file }),
  }));
  const cause = result.failed.at(-1);
  if (result.notTried === 0 || cause === undefined) return tried;
  const done = new Set([...tried, ...result.saved].map((item) => `${keyOf(item)} ${item.file ?? ""}`));
  const left: ReportedFailure[] = [];
  const { kind, text } = cause;
  for (const entry of entries) {
    if (left.length >= result.notTried) break;
    const { protocol, name, version, where, file = "" } = entry;
    if (done.has(`${keyOf(entry)} ${file}`)) continue;
    left.push({ protocol, name, version, where, kind, text });
  }
  return [...tried, ...left];
}

/** Where the feed does not say what it holds, what it gave counts. */
export function givenVersions({ saved }: SaveResult): readonly Version[] {
  const versions = new Map<string, Version>();
  for (const { protocol, name, version } of saved)
    versions.set(`${protocol} ${name} ${version}`, { protocol, name, version });
  return [...versions.values()];
}
