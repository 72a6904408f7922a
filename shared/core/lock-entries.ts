import type { LockEntries, LockEntry } from "./lock-entry";

/** A crate's file: Cargo book, "Registry web API". Joined to one flat text, since thousands are kept. */
export function crateFile(name: string, version: string): string {
  return [name, "-", version, ".crate"].join("");
}

/** Those entries that a question is answered with yes for. It is asked once for each, now and in their order. */
export function selectEntries(entries: LockEntries, isMeant: (entry: LockEntry) => boolean): LockEntries {
  const meant = new Uint8Array(entries.length);
  let index = 0;
  let length = 0;
  for (const entry of entries) {
    if (isMeant(entry)) {
      meant[index] = 1;
      length += 1;
    }
    index += 1;
  }
  return { length, [Symbol.iterator]: () => selected(entries, meant) };
}

function* selected(entries: LockEntries, meant: Uint8Array): Generator<LockEntry> {
  let index = 0;
  for (const entry of entries) {
    if (meant[index] === 1) yield entry;
    index += 1;
  }
}

/** The entries of several lists, one list after the other. */
export function joinEntries(lists: readonly LockEntries[]): LockEntries {
  return {
    length: lists.reduce((sum, { length }) => sum + length, 0),
    [Symbol.iterator]: () => joined(lists),
  };
}

function* joined(lists: readonly LockEntries[]): Generator<LockEntry> {
  for (const list of lists) yield* list;
}
