import { feedAddress } from "../../core/feed-address";
import type { LockEntry } from "../../core/lock-entry";
import type { FeedPlace, LookUp, Target } from "../../core/protocol";

/**
 * Finds the files of Maven entries: their paths in the repository are their addresses. No request is needed, and none of
 * the feed's answers states a hash: what a feed does with `.sha1` and its like is not documented.
 */
export function openLookUp(place: FeedPlace): LookUp {
  return (entries) => {
    const value = new Map(entries.map((entry) => [entry, targetsOf(place, entry)]));
    return Promise.resolve({ status: 200, value, message: "", typeKey: "" });
  };
}

function targetsOf({ organization, feed }: FeedPlace, entry: LockEntry): readonly Target[] {
  const { file = "" } = entry;
  if (file === "") return [];
  const path = file.split("/").map(encodeURIComponent).join("/");
  return [{ entry, file, address: feedAddress(organization, feed, `maven/v1/${path}`), checked: true }];
}
