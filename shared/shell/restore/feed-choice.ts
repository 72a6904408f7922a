import { join, resolve } from "node:path";
import { distinctFeeds, feedTitle, type Feed } from "../../core/feed-address";
import { parseFeedsInput } from "../../core/feeds-input";
import type { Job } from "../../core/job";
import { logText } from "../../core/log-text";
import type { Organization } from "../../core/organization";
import { Problem } from "../../core/problem";
import type { ProjectFiles } from "./project-files";
import type { FoundProject } from "./workspace";

/** The feeds of the organization that the configuration of some projects names, each once, and where was looked. */
export interface NamedFeeds {
  readonly feeds: readonly Feed[];
  readonly files: readonly string[];
  /** Of a project whose configuration cannot be understood. */
  readonly problem?: Problem;
}

/**
 * The feed to restore through: of the input, else the one feed of the organization that the configuration names.
 * A view shows only what its feed has saved, so a feed named by a view is meant without it.
 * Throws a Problem for several feeds, for none, and for a view in the input.
 */
export function chooseFeed(
  input: string | undefined,
  readNamed: () => NamedFeeds,
  organization: Organization,
): Feed {
  const fromInput = parseFeedsInput(input, organization);
  const [first, second] = fromInput;
  if (first !== undefined) {
    if (second !== undefined) throw severalFeeds("Input feed names", fromInput);
    if (first.view !== undefined) throw viewGiven(first);
    return first;
  }
  const named = readNamed();
  const [only, other] = named.feeds;
  if (only === undefined) throw named.problem ?? noFeed(named.files, organization);
  if (other !== undefined) throw severalFeeds("The configuration names", named.feeds);
  return only;
}

/** What the configuration of the projects names, as their clients read it; a malformed one costs its project alone. */
export function readNamedFeeds(job: Job, projects: readonly FoundProject[], files: ProjectFiles): NamedFeeds {
  const feeds: Feed[] = [];
  const read = new Set<string>();
  for (const { client, folder, manifest } of projects) {
    const workingDirectory = resolve(job.workingDirectory, folder);
    const own: Job = { ...job, purpose: "restore", workingDirectory };
    files.attempt(join(job.workingDirectory, manifest), () => {
      const texts = files.ofClient(client.authentication, own);
      feeds.push(...client.authentication.feeds(own, texts));
      for (const path of texts.keys()) read.add(path);
    });
  }
  const [problem] = files.unreadable.values();
  return { feeds: distinctFeeds(feeds), files: [...read], ...(problem === undefined ? {} : { problem }) };
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

function noFeed(files: readonly string[], organization: Organization): Problem {
  const read = files.slice(0, 20).map(logText).join(", ");
  return new Problem(
    "feed-missing",
    `No feed of ${logText(organization.name)} is named in the configuration; read ${read === "" ? "no file" : read}.`,
    "Name the feed to restore through in the input feed, as feed or project/feed.",
  );
}
