import type { Digests } from "../store/file-store";
import type { UpstreamSource } from "../upstream/upstream-registry";
import type { VersionFile, VersionKey } from "./version-key";

/** A file that is in a feed. */
export interface StoredFile extends VersionFile {
  readonly size: number;
  readonly digests: Digests;
  readonly storedAt: Date;
  /** Where it was saved from; absent when it was pushed. */
  readonly upstream?: UpstreamSource;
  /** User-Agent of the request that it was saved for; absent when it was pushed. */
  readonly savedFor?: string;
}

/** A version of a package that is (or was, when deleted) in a feed. */
export interface StoredVersion extends VersionKey {
  readonly files: Map<string, StoredFile>;
  /** Names of the views, other than Local, to which it was promoted; lower case. */
  readonly views: Set<string>;
  readonly upstream?: UpstreamSource;
  readonly publishedAt: Date;
  listed: boolean;
  /** The number of its last change among all changes of the feed. */
  change: number;
  deletedAt?: Date;
}
