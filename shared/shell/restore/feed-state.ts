import type { LockEntry } from "../../core/lock-entry";
import type { ReportedFailure, ReportedVersion } from "../../core/restore-report";
import type { FeedContents } from "../feed/feed-contents";
import type { FailedItem, SaveResult } from "../feed/save-result";

type Version = Pick<LockEntry, "protocol" | "name" | "version">;

/** Which versions the feed holds now and did not before, and which it held. */
export interface Difference {
  readonly saved: readonly ReportedVersion[];
  readonly alreadySaved: readonly ReportedVersion[];
  readonly missing: readonly Version[];
}

/** Compares what the feed holds of some versions, each once, before and after a run. */
export function compareContents(
  versions: Iterable<Version>,
  before: FeedContents,
  after: FeedContents,
): Difference {
  const saved: ReportedVersion[] = [];
  const alreadySaved: ReportedVersion[] = [];
  const missing: Version[] = [];
  for (const version of eachOnce(versions)) {
    const now = after.find(version);
    const { protocol, name } = version;
    if (now === undefined || now.deleted) {
      missing.push(version);
      continue;
    }
    const upstream = now.upstream === undefined ? {} : { upstream: now.upstream.name };
    const held = before.find(version);
    const list = held === undefined || held.deleted ? saved : alreadySaved;
    list.push({ protocol, name, version: version.version, ...upstream });
  }
  return { saved, alreadySaved, missing };
}

function eachOnce(versions: Iterable<Version>): Iterable<Version> {
  const byKey = new Map<string, Version>();
  for (const version of versions)
    byKey.set(JSON.stringify([version.protocol, version.name, version.version]), version);
  return byKey.values();
}

/** The failures of a run of saving, wrong hashes first. */
export function reportedFailures(result: SaveResult): readonly ReportedFailure[] {
  return [...result.failed]
    .sort((one, other) => Number(other.kind === "hash") - Number(one.kind === "hash"))
    .map(reportFailure);
}

function reportFailure({ protocol, name, version, file, where, kind, text }: FailedItem): ReportedFailure {
  return { protocol, name, version, ...(file === undefined ? {} : { file }), where, kind, text };
}
