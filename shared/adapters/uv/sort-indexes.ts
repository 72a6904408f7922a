import { recognizeFeed, type Feed } from "../../core/feed-address";
import type { Organization } from "../../core/organization";
import type { Index } from "./indexes";

/** An index at a feed of the job's organization. */
export interface OwnIndex extends Index {
  readonly feed: Feed;
  readonly url: URL;
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

/** Which indexes are the organization's own. The same index from several files is kept once. */
export function sortIndexes(indexes: readonly Index[], organization: Organization): SortedIndexes {
  const own = new Map<string, OwnIndex>();
  const foreign = new Map<string, ForeignIndex>();
  for (const index of indexes) {
    const key = `${index.name ?? ""} ${index.address}`;
    const recognition = recognizeFeed(index.address, organization);
    if (recognition.kind === "own") {
      if (!own.has(key)) own.set(key, { ...index, feed: recognition.feed, url: recognition.url });
    } else if (!foreign.has(key)) {
      const url = URL.canParse(index.address) ? { url: new URL(index.address) } : {};
      foreign.set(key, { ...index, reason: recognition.reason, ...url });
    }
  }
  return { own: [...own.values()], foreign: [...foreign.values()] };
}
