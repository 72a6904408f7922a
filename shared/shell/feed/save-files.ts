import type { LockEntry } from "../../core/lock-entry";
import { EntrySaver, type EntryOptions } from "./entry-saver";
import type { FeedAccess } from "./feed-access";
import type { SaveProgress, SaveResult } from "./save-result";
import { SaveRun } from "./save-run";

export interface SaveOptions extends EntryOptions {
  /** Each file once; entries of one package side by side cost one look-up of the package. */
  readonly entries: Iterable<LockEntry>;
  /** Called after each file. */
  readonly onProgress?: (progress: SaveProgress) => void;
}

/**
 * Has the feed save every file that the entries name. Fails per file; the run ends early when no other file could fare
 * better (no permission, no such feed) and when the signal fires, and then still gives what it came to.
 * Throws only defects and what iterating over the entries throws.
 */
export async function saveEntries(access: FeedAccess, options: SaveOptions): Promise<SaveResult> {
  const requests = access.client.batch();
  const run = new SaveRun(options.onProgress);
  const saver = new EntrySaver(access, options, requests, run);
  const groups = groupEntries(options.entries);
  const work = async (): Promise<void> => {
    for (let next = groups.next(); next.done !== true; next = groups.next())
      await saver.saveGroup(next.value);
  };
  try {
    await Promise.all(Array.from({ length: access.client.concurrency }, work));
    await saver.finish();
    return run.result(requests.sent);
  } finally {
    saver.stop();
    requests.stop();
  }
}

/** More files than this in one package are looked up in several steps, so that a group stays small. */
const largest = 500;

/** Neighbouring entries of one package, which share what is asked about the package. */
function* groupEntries(entries: Iterable<LockEntry>): Generator<readonly LockEntry[]> {
  let group: LockEntry[] = [];
  for (const entry of entries) {
    const [first] = group;
    const isSame = first?.name === entry.name && first.protocol === entry.protocol;
    if (first !== undefined && (!isSame || group.length >= largest)) {
      yield group;
      group = [];
    }
    group.push(entry);
  }
  if (group.length > 0) yield group;
}
