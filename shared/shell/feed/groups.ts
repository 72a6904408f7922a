import type { LockEntry } from "../../core/lock-entry";
import { packageKey } from "./version-key";

/** More files than this in one package are looked up in several steps, so that a group stays small. */
const largest = 500;

/** Neighbouring entries of one package, which share what is asked about the package. */
export function* groupEntries(entries: Iterable<LockEntry>): Generator<readonly LockEntry[]> {
  let group: LockEntry[] = [];
  let key = "";
  for (const entry of entries) {
    const next = packageKey(entry);
    if (group.length > 0 && (next !== key || group.length >= largest)) {
      yield group;
      group = [];
    }
    key = next;
    group.push(entry);
  }
  if (group.length > 0) yield group;
}
