import type { Hash, LockEntry } from "../../core/lock-entry";

/** One GET that makes the feed save a file. */
export interface Target {
  readonly entry: LockEntry;
  readonly file: string;
  readonly address: string;
  /** The hash that the feed's own index states for the file. */
  readonly stated?: Hash;
  /** false for a file that stands for a version of which the lock file names no file: its hashes are not this file's. */
  readonly checked: boolean;
}

export type Agreement = "same" | "different" | "unknown";

/** Whether the lock file and the index speak of the same bytes, as far as the hashes tell without any byte. */
export function compareStated({ entry, stated, checked }: Target): Agreement {
  if (stated === undefined || !checked) return "unknown";
  const comparable = entry.hashes.filter(({ algorithm }) => algorithm === stated.algorithm);
  if (comparable.some(({ hex }) => hex === stated.hex)) return "same";
  // Any hash of the entry makes a file right, so one of another algorithm may still do.
  return comparable.length > 0 && comparable.length === entry.hashes.length ? "different" : "unknown";
}
