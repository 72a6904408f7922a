import type { Listed } from "./packed-list";

/** A digest as lock files write it; `hex` is in lower case. */
export interface Hash {
  readonly algorithm: "sha512" | "sha256" | "sha1" | "md5";
  readonly hex: string;
}

/** A package file that a lock file names and that a feed can save. What `name` and `file` are, each protocol says. */
export interface LockEntry {
  /** The name of the protocol. */
  readonly protocol: string;
  readonly name: string;
  readonly version: string;
  readonly file?: string;
  /** Any of these makes the file the right one; none: the lock does not say. */
  readonly hashes: readonly Hash[];
  /** `file:line` of the lock file. */
  readonly where: string;
  /** The index or registry as written, where that is another feed of the organization than packages are restored through. */
  readonly otherFeed?: string;
}

/** A version of a package. */
export type PackageVersion = Pick<LockEntry, "protocol" | "name" | "version">;

export type LockEntries = Listed<LockEntry>;

/** A package in a lock file that no feed can save, and why: a git, path, editable or workspace source. */
export interface SkippedEntry {
  readonly name: string;
  readonly reason: string;
  readonly where: string;
}

/** Something that makes a client fetch from elsewhere than the feed. */
export interface Bypass {
  /** `file:line`. */
  readonly where: string;
  /** The host that is fetched from instead. */
  readonly host: string;
  /** How many packages it concerns, where that is known. */
  readonly count?: number;
  /** Whether RestoreUpstream restores them through the feed all the same; clients that are run elsewhere do not. */
  readonly throughFeed?: true;
  /** What happens, and how to fix it: one or two sentences. */
  readonly text: string;
}

/** What a package is to a build that needs no library in it. `bom`: a list of versions that others take over. */
export type PackageRole = "plugin" | "extension" | "parent" | "bom";

/** What is known of packages by their names; both by `directKey`. Absent where nobody says. */
export interface NamedPackages {
  /** What projects name themselves. */
  readonly direct?: ReadonlySet<string>;
  readonly roles?: ReadonlyMap<string, PackageRole>;
}

/** What a lock file says. */
export interface LockFile extends NamedPackages {
  /** The indexes or registries that it names as its packages' origin, as written, each once; a path for one on disk. */
  readonly indexes: readonly string[];
  readonly entries: LockEntries;
  readonly skipped: readonly SkippedEntry[];
  readonly bypasses: readonly Bypass[];
  /** Other files of its format that it takes in; `path` relative to the working directory. */
  readonly includes?: readonly LockInclude[];
  /** How many packages it names without saying which files those are; they are in `skipped`, too. Absent: none. */
  readonly unpinned?: number;
  /** Whether some of what it names is built on the machine, which may take more than it names. */
  readonly builds?: true;
  /** The packages among those whose own archives alone say what it takes. Absent: none. */
  readonly built?: readonly string[];
  /** The projects that it was written for; absent where the format does not say what they required. */
  readonly projects?: readonly LockedProject[];
}

/** A project of a lock file, with what it required when the file was written. Names are normalized. */
export interface LockedProject {
  /** Relative to the lock file's folder, as written. */
  readonly folder: string;
  /** Whether it is built where it is installed. */
  readonly isBuilt?: true;
  /** Absent where the file does not repeat them. */
  readonly requirements?: readonly LockedRequirement[];
  readonly dependencies: readonly string[];
}

export interface LockedRequirement {
  readonly name: string;
  /** The dependency group that it is in; absent for what the project itself needs. */
  readonly group?: string;
  /** As written; absent where something else than a range of versions says what it is. */
  readonly specifier?: string;
}

export interface LockInclude {
  readonly path: string;
  /** `file:line`. */
  readonly where: string;
}

/** A package that a project names itself; without a version where the name says enough. */
export function directKey({
  protocol,
  name,
  version,
}: Omit<PackageVersion, "version"> & { readonly version?: string }): string {
  return [protocol, name, ...(version === undefined ? [] : [version])].join(" ");
}

/** Reads one lock file format. A client lists those that it writes or reads. */
export interface LockReader {
  /** The format as the log and the report call it. */
  readonly title: string;
  /** A path that it recognizes, for messages: `uv.lock`. */
  readonly example: string;
  /** Whether this file, by its path relative to the project with `/` between folders, is one of its. */
  recognizes(path: string): boolean;
  /**
   * What the file says. `isOwn` tells whether an address is that of a feed of the job's organization, `isOther` whether
   * it is that of another one than packages are restored through.
   * Throws a Problem with file, line, column and what was expected when the file is malformed or cut off: nothing of
   * such a file is reported.
   */
  read(
    path: string,
    text: string,
    isOwn: (address: string) => boolean,
    isOther?: (address: string) => boolean,
  ): LockFile;
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
