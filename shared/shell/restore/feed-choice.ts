import type { Files } from "../../core/files";
import { feedTitle, recognizeFeed, type Feed } from "../../core/feed-address";
import { parseFeedsInput } from "../../core/feeds-input";
import { logText } from "../../core/log-text";
import type { Organization } from "../../core/organization";
import { Problem } from "../../core/problem";

/**
 * The feed to restore through: of the input, else the one feed of the organization that the configuration names.
 * A view shows only what its feed has saved, so a feed named by a view is meant without it.
 * Throws a Problem for several feeds, for none, and for a view in the input.
 */
export function chooseFeed(input: string | undefined, files: Files, organization: Organization): Feed {
  const fromInput = parseFeedsInput(input, organization);
  const [first, second] = fromInput;
  if (first !== undefined) {
    if (second !== undefined) throw severalFeeds("Input feed names", fromInput);
    if (first.view !== undefined) throw viewGiven(first);
    return first;
  }
  const named = namedFeeds(files, organization);
  const [only, other] = named;
  if (only === undefined) throw noFeed(files, organization);
  if (other !== undefined) throw severalFeeds("The configuration names", named);
  return only;
}

/** The feeds that addresses in configuration files name, each once, without view and suffix. */
export function namedFeeds(files: Files, organization: Organization): readonly Feed[] {
  const feeds = new Map<string, Feed>();
  for (const [path, text] of files) {
    for (const [address] of withoutComments(path, text).matchAll(
      /https?:\/\/[^\s"'<>]+\/_packaging\/[^\s"'<>]+/gi,
    )) {
      const recognition = recognizeFeed(address, organization);
      if (recognition.kind === "foreign") continue;
      const { project, name } = recognition.feed;
      const feed = { ...(project === undefined ? {} : { project }), name, forceAuth: false };
      const key = feedTitle(feed).toLowerCase();
      if (!feeds.has(key)) feeds.set(key, feed);
    }
  }
  return [...feeds.values()];
}

function withoutComments(path: string, text: string): string {
  return path.endsWith(".xml") ? text.replace(/<!--[^]*?-->/g, "") : text.replace(/^\s*#.*$/gm, "");
}

function severalFeeds(who: string, feeds: readonly Feed[]): Problem {
  return new Problem(
    "feed-several",
    `${who} ${feeds.length} feeds: ${feeds.map((feed) => logText(feedTitle(feed))).join(", ")}. Packages are saved in one.`,
    "Name the feed that has the upstream sources in the input feed.",
  );
}

function viewGiven(feed: Feed): Problem {
  return new Problem(
    "feed-view",
    `Input feed: ${logText(feedTitle(feed))} is a view, which shows only what its feed has saved already.`,
    `Name the feed itself: ${logText(feedTitle({ name: feed.name, forceAuth: false, ...(feed.project === undefined ? {} : { project: feed.project }) }))}.`,
  );
}

function noFeed(files: Files, organization: Organization): Problem {
  const read = [...files.keys()].slice(0, 20).map(logText).join(", ");
  return new Problem(
    "feed-missing",
    `No feed of ${logText(organization.name)} is named in the configuration; read ${read === "" ? "no file" : read}.`,
    "Name the feed to restore through in the input feed, as feed or project/feed.",
  );
}
