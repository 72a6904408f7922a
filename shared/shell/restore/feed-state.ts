import type { LockEntry } from "../../core/lock-entry";
import type { ReportedFailure, ReportedVersion } from "../../core/restore-report";
import type { FeedContents } from "../feed/feed-contents";
import type { SaveResult } from "../feed/save-result";

/** A version of a package, as lock files and restores name it. */
export type Version = Pick<LockEntry, "protocol" | "name" | "version">;

/** Which versions the feed holds now and did not before, and which it held. */
export interface Difference {
  readonly saved: readonly ReportedVersion[];
  readonly alreadySaved: readonly ReportedVersion[];
}

/** Compares what the feed holds of some versions, each once, before and after a run. */
export function compareContents(
  versions: Iterable<Version>,
  before: FeedContents,
  after: FeedContents,
): Difference {
  const saved: ReportedVersion[] = [];
  const alreadySaved: ReportedVersion[] = [];
  for (const version of eachOnce(versions)) {
    const now = after.find(version);
    if (now === undefined || now.deleted) continue;
    const { protocol, name } = version;
    const upstream = now.upstream === undefined ? {} : { upstream: now.upstream.name };
    const wasHeld = isHeld(before, version);
    (wasHeld ? alreadySaved : saved).push({ protocol, name, version: version.version, ...upstream });
  }
  return { saved, alreadySaved };
}

/** Whether the feed holds a version that was not deleted. */
export function isHeld(contents: FeedContents, version: Version): boolean {
  return contents.find(version)?.deleted === false;
}

function eachOnce(versions: Iterable<Version>): Iterable<Version> {
  const byKey = new Map<string, Version>();
  for (const version of versions) byKey.set(keyOf(version), version);
  return byKey.values();
}

function keyOf({ protocol, name, version }: Version): string {
  return JSON.stringify([protocol, name, version]);
}

/**
 * The failures of a run of saving, wrong hashes first. Entries that were not tried, since none could have fared better,
 * fail of what stopped the run.
 */
export function reportedFailures(
  entries: readonly LockEntry[],
  result: SaveResult,
): readonly ReportedFailure[] {
  const tried = result.failed.map(({ protocol, name, version, file, where, kind, text }) => ({
    ...{ protocol, name, version, where, kind, text },
    ...(file === undefined ? {} : { file }),
  }));
  const cause = result.failed.at(-1);
  if (result.notTried === 0 || cause === undefined) return tried;
  const done = new Set([...tried, ...result.saved].map((item) => `${keyOf(item)} ${item.file ?? ""}`));
  const left = entries.filter((entry) => !done.has(`${keyOf(entry)} ${entry.file ?? ""}`));
  const { kind, text } = cause;
  return [
    ...tried,
    ...left
      .slice(0, result.notTried)
      .map(({ protocol, name, version, where }) => ({ protocol, name, version, where, kind, text })),
  ];
}

/** Where the feed does not say what it holds, what it gave counts. */
export function givenVersions({ saved }: SaveResult): readonly Version[] {
  const versions = new Map<string, Version>();
  for (const { protocol, name, version } of saved)
    versions.set(`${protocol} ${name} ${version}`, { protocol, name, version });
  return [...versions.values()];
}
