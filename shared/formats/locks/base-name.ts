import type { LockFile } from "../../core/lock-entry";

/** Reads one lock file format. Another format joins as one file of this shape and one line in lock-readers.ts. */
export interface LockReader {
  /** The format as the log and the report call it. */
  readonly title: string;
  /** Whether this file, by its path relative to the project with `/` between folders, is one of its. */
  recognizes(path: string): boolean;
  /**
   * What the file says. `isOwn` tells whether an address is that of a feed of the job's organization.
   * Throws a Problem with file, line, column and what was expected when the file is malformed or cut off: nothing of
   * such a file is reported.
   */
  read(path: string, text: string, isOwn: (address: string) => boolean): LockFile;
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
