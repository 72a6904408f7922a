import { recognizeFeed, type Feed } from "../../../core/feed-address";
import type { Organization } from "../../../core/organization";
import type { Index } from "../indexes";
import { parseUrl } from "../../../core/url";

/** An index at a feed of the job's organization. */
export interface OwnIndex extends Index {
  readonly feed: Feed;
  readonly url: URL;
  /** Its `publish-url` is foreign, and `uv publish --index` would send the index's credentials there. */
  readonly publishesElsewhere: boolean;
}

/** An index that must not have the token, and why. */
export interface ForeignIndex extends Index {
  readonly reason: string;
  readonly url?: URL;
}

export interface SortedIndexes {
  readonly own: readonly OwnIndex[];
  readonly foreign: readonly ForeignIndex[];
}

/**
 * Which indexes are the organization's own. The same index from several files is kept once. A `publish-url` counts as
 * an index of its own where it is foreign and the index is not, or the other way round.
 */
export function sortIndexes(indexes: readonly Index[], organization: Organization): SortedIndexes {
  const own = new Map<string, OwnIndex>();
  const foreign = new Map<string, ForeignIndex>();
  const isOwn = (address: string): boolean => recognizeFeed(address, organization).kind === "own";
  for (const index of indexes.flatMap((entry) => withPublishing(entry, isOwn))) {
    const key = `${index.name ?? ""} ${index.address}`;
    const recognition = recognizeFeed(index.address, organization);
    if (recognition.kind === "own") {
      const { feed, url } = recognition;
      const publishesElsewhere = index.publishAddress !== undefined && !isOwn(index.publishAddress);
      if (!own.has(key)) own.set(key, { ...index, feed, url, publishesElsewhere });
    } else if (!foreign.has(key)) {
      const url = parseUrl(index.address);
      foreign.set(key, { ...index, reason: recognition.reason, ...(url === undefined ? {} : { url }) });
    }
  }
  return { own: [...own.values()], foreign: [...foreign.values()] };
}

function withPublishing(index: Index, isOwn: (address: string) => boolean): readonly Index[] {
  const { publishAddress, where } = index;
  if (publishAddress === undefined || isOwn(publishAddress) === isOwn(index.address)) return [index];
  return [index, { address: publishAddress, where }];
}
