import type { LockEntry } from "../../core/lock-entry";
import type { FeedAccess } from "./feed-access";
import type { FeedContents } from "./feed-contents";
import type { SaveProgress, SaveResult } from "./save-result";

export interface SaveOptions extends FeedAccess {
  /** Each file once; entries of one package side by side cost one look-up of the package. */
  readonly entries: Iterable<LockEntry> | AsyncIterable<LockEntry>;
  /** What the feed held before; without it every file is asked for. */
  readonly held?: FeedContents;
  /** `stated` (the default): the hash that the feed's index states, else the bytes; `always`: the bytes. */
  readonly verify?: "stated" | "always";
  /** `files` (the default): a version that is held is asked for its files; `versions`: it counts as complete. */
  readonly resume?: "files" | "versions";
  /** Called after each file. */
  readonly onProgress?: (progress: SaveProgress) => void;
}

/** Has the feed save every file that the entries name. */
export function saveEntries(options: SaveOptions): Promise<SaveResult> {
  void options;
  return Promise.reject(new Error("not yet"));
}
