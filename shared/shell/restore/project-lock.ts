import {
  selectEntries,
  type LockEntries,
  type LockEntry,
  type LockFile,
  type SkippedEntry,
} from "../../core/lock-entry";
import { joinLists } from "../../core/packed-list";
import type { Project } from "../../core/client";
import type { Workspace } from "./workspace";

/**
 * What a project's lock file says together with those that it takes in; undefined where it has none, or none that was
 * read.
 */
export function projectLock(
  { locks }: Pick<Workspace, "locks">,
  { lock = "" }: Pick<Project, "lock">,
): LockFile | undefined {
  const file = locks.get(lock);
  if (file?.includes === undefined) return file;
  const all = lockWithIncluded(locks, lock).flatMap((path) => locks.get(path) ?? []);
  const unpinned = all.reduce((sum, each) => sum + (each.unpinned ?? 0), 0);
  return {
    ...file,
    indexes: [...new Set(all.flatMap(({ indexes }) => indexes))],
    entries: joinLists(all.map(({ entries }) => entries)),
    skipped: all.flatMap(({ skipped }): readonly SkippedEntry[] => skipped),
    bypasses: all.flatMap(({ bypasses }) => bypasses),
    ...(unpinned === 0 ? {} : { unpinned }),
  };
}

/** The paths of a lock file and of all that it takes in, each once, however they refer to each other. */
export function lockWithIncluded(locks: Workspace["locks"], path: string): readonly string[] {
  const paths = new Set([path]);
  for (const each of paths) for (const include of locks.get(each)?.includes ?? []) paths.add(include.path);
  return [...paths];
}

/** A lock file with a list of what it leaves open: what the file itself pins stays as it is there. */
export function completed(file: LockFile | undefined, list: LockFile): LockFile {
  if (file === undefined) return list;
  const pinned = new Set(Array.from(file.entries, nameOf));
  const rest = selectEntries(list.entries, (entry) => !pinned.has(nameOf(entry)));
  const { indexes, bypasses, direct } = file;
  return {
    ...{ indexes, bypasses, entries: joinLists([file.entries, rest]), skipped: list.skipped },
    ...(direct === undefined ? {} : { direct }),
  };
}

/** A lock file with a list of what is needed beside it, be it of the same packages. */
export function withBeside(file: LockFile | undefined, list: LockFile): LockFile {
  if (file === undefined) return list;
  const skipped = [...file.skipped, ...list.skipped];
  return { ...file, entries: joinLists([file.entries, list.entries]), skipped };
}

function nameOf({ protocol, name }: LockEntry): string {
  return `${protocol} ${name}`;
}

/** The entries, all with one place. */
export function placed(entries: LockEntries, where: string): LockEntries {
  return {
    length: entries.length,
    *[Symbol.iterator]() {
      for (const entry of entries) yield { ...entry, where };
    },
  };
}
