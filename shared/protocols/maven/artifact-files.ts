import { feedAddress } from "../../core/feed-address";
import type { LockEntry } from "../../core/lock-entry";
import type { FeedAccess } from "../../shell/feed/feed-access";
import type { Found } from "../pypi/project-files";

/**
 * The files of Maven entries: their paths in the repository are their addresses. No request is needed, and none of
 * the feed's answers states a hash: what a feed does with `.sha1` and its like is not documented.
 */
export function findMavenFiles({ organization, feed }: FeedAccess, entries: readonly LockEntry[]): Found {
  return new Map(
    entries.map((entry) => {
      const path = (entry.file ?? "").split("/").map(encodeURIComponent).join("/");
      const address = feedAddress(organization, feed, `maven/v1/${path}`);
      return [entry, path === "" ? [] : [{ entry, file: entry.file ?? "", address, checked: true }]];
    }),
  );
}
