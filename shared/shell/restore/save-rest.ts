import type { LockEntries } from "../../core/lock-entry";
import { readFeedContents } from "../feed/feed-contents";
import { WantedVersions, type FeedContents } from "../feed/holdings";
import type { SaveResult } from "../feed/save-result";
import type { VersionFiles } from "../feed/version-files";
import type { FeedJob } from "./feed-job";
import { readHeldFiles, saveLocked } from "./save-mode";

/** What came of asking for files, and what the feed held before that. */
export interface Saving {
  readonly held: FeedContents;
  readonly result: SaveResult;
}

/**
 * Has the feed save what it does not hold of some entries. Undefined where nothing can be saved.
 * @param files What the feed holds, where it held every version of the entries before; clients added nothing then.
 */
export async function saveRest(
  run: FeedJob,
  entries: LockEntries,
  before: FeedContents,
  files: VersionFiles | undefined,
): Promise<Saving | undefined> {
  if (entries.length === 0 || run.feed.view !== undefined) return undefined;
  if (files !== undefined)
    return { held: before, result: await saveLocked(run, entries, { held: before, files }) };
  const held = await readFeedContents(run.access, new WantedVersions(run.access.protocols, entries));
  const known = { held, files: await readHeldFiles(run, entries, held) };
  return { held, result: await saveLocked(run, entries, known) };
}
