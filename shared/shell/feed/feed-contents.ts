import type { LockEntry } from "../../core/lock-entry";
import type { FeedAccess } from "./feed-access";

/** A version that a feed holds, or held until it was deleted. */
export interface HeldVersion {
  readonly packageId: string;
  readonly versionId: string;
  readonly deleted: boolean;
  /** The upstream source that it was saved from; absent for a version that was pushed. */
  readonly upstream?: UpstreamName;
}

/** An upstream source of a feed, as the feed names it. */
export interface UpstreamName {
  readonly name: string;
  readonly location: string;
}

/** What a feed holds of the packages that were asked about. */
export interface FeedContents {
  /** false: the feed's REST list could not be read, and nothing is known. */
  readonly known: boolean;
  /** How many versions of the packages that were asked about are held. */
  readonly versions: number;
  /** The version of an entry. */
  find(entry: Pick<LockEntry, "protocol" | "name" | "version">): HeldVersion | undefined;
  /** Whether the package has versions that were pushed, which can block those of public registries. */
  hasPushed(entry: Pick<LockEntry, "protocol" | "name">): boolean;
}

export interface ContentsOptions extends FeedAccess {
  /** The packages to know about; others are not kept. */
  readonly packages: Iterable<Pick<LockEntry, "protocol" | "name">>;
}

/** Asks the feed what it holds of some packages, and from which upstream source each version came. */
export function readFeedContents(options: ContentsOptions): Promise<FeedContents> {
  void options;
  return Promise.reject(new Error("not yet"));
}
