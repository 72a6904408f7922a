import { feedAddress, isPathName, recognizeFeed, type Feed } from "./feed-address";
import { logAddress, logText } from "./log-text";
import type { Organization } from "./organization";
import { Problem } from "./problem";

/**
 * The input `feeds`: one per line or comma; `feed`, `project/feed`, either with `@view`, or an address.
 * Gives the feeds in the order written, each once. Throws a Problem that names the entry that is not one.
 */
export function parseFeedsInput(text: string | undefined, organization: Organization): readonly Feed[] {
  const entries = (text ?? "")
    .split(/[\n\r,]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  const feeds = new Map<string, Feed>();
  for (const entry of entries) {
    const feed = /^[a-z][a-z0-9+.-]*:\/\//i.test(entry)
      ? feedOfAddress(entry, organization)
      : feedOfName(entry);
    const key = feedAddress(organization, feed, "").toLowerCase();
    if (!feeds.has(key)) feeds.set(key, feed);
  }
  return [...feeds.values()];
}

function feedOfAddress(entry: string, organization: Organization): Feed {
  const recognition = recognizeFeed(entry.replace(/^sparse\+/i, ""), organization);
  if (recognition.kind === "own") return recognition.feed;
  throw new Problem(
    "feed-foreign",
    `Input feeds: ${logAddress(entry)} cannot have the job's token: it is ${recognition.reason}.`,
    `Name a feed of ${logText(organization.name)}, as feed, project/feed, or an address that begins with ${organization.feedRoot}.`,
  );
}

function feedOfName(entry: string): Feed {
  const match = /^(?:([^/@~]+)\/)?([^/@~]+)(?:@([^/@~]+))?(~force-auth)?$/.exec(entry);
  const [project, name, view] = (match?.slice(1, 4) ?? []).map((part: string | undefined) => part?.trim());
  if (match === null || name === undefined || ![project, name, view].every(isName)) {
    throw new Problem(
      "feed-malformed",
      `Input feeds: "${logText(entry)}" is not a feed.`,
      "Write feed (organization-scoped), project/feed (project-scoped), either with @view behind it, or the feed's address.",
    );
  }
  return {
    ...(project === undefined ? {} : { project }),
    name,
    ...(view === undefined ? {} : { view }),
    forceAuth: match[4] !== undefined,
  };
}

/** Neither empty nor what would lead to another place in an address. */
function isName(part: string | undefined): boolean {
  return isPathName(part) && (part === undefined || !/^$|[\\\p{C}]/u.test(part));
}
