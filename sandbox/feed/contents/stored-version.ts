import type { Digests } from "../store/file-store";
import type { Protocol } from "../world/definition";
import type { UpstreamSource } from "../world/model";

/** Which package version a file belongs to. */
export interface VersionKey {
  readonly protocol: Protocol;
  /** Normalized name: PEP 503 name, lower-case crate name, or `group:artifact`. */
  readonly name: string;
  /** The version as its publisher wrote it. */
  readonly version: string;
  /** The version in the form in which two spellings of it are equal. */
  readonly normalizedVersion: string;
}

/** A file that is in a feed. */
export interface StoredFile extends VersionKey {
  readonly file: string;
  readonly size: number;
  readonly digests: Digests;
  readonly storedAt: Date;
  /** Where it was saved from; absent when it was pushed. */
  readonly upstream?: UpstreamSource;
  readonly requiresPython?: string;
  /** Cargo: the index line of the version. */
  readonly indexEntry?: object;
}

/** A version of a package that is (or was, when deleted) in a feed. */
export interface StoredVersion extends VersionKey {
  readonly files: Map<string, StoredFile>;
  /** Names of the views, other than Local, to which it was promoted; lower case. */
  readonly views: Set<string>;
  readonly upstream?: UpstreamSource;
  readonly publishedAt: Date;
  listed: boolean;
  deletedAt?: Date;
}
