import type { Listed } from "./packed-list";

/** The protocols of a feed that lock files name packages of. */
export type Protocol = "pypi" | "cargo" | "maven";

/** A digest as lock files write it; `hex` is in lower case. */
export interface Hash {
  readonly algorithm: "sha512" | "sha256" | "sha1" | "md5";
  readonly hex: string;
}

/**
 * A package file that a lock file names and that a feed can save.
 * - pypi: `name` as PEP 503 normalizes it; `file` where the lock names it, else every file of the version that has
 *   one of the hashes is meant.
 * - cargo: `name` is the crate; `file` is `<name>-<version>.crate`.
 * - maven: `name` is `group:artifact`; `file` is the path in the repository.
 */
export interface LockEntry {
  readonly protocol: Protocol;
  readonly name: string;
  readonly version: string;
  readonly file?: string;
  /** Any of these makes the file the right one; none: the lock does not say. */
  readonly hashes: readonly Hash[];
  /** `file:line` of the lock file. */
  readonly where: string;
}

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
  /** What happens, and how to mend it: one or two sentences. */
  readonly text: string;
}

/** What a lock file says. */
export interface LockFile {
  readonly entries: LockEntries;
  readonly skipped: readonly SkippedEntry[];
  readonly bypasses: readonly Bypass[];
}
