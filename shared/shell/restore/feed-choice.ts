import { join, resolve } from "node:path";
import { distinctFeeds, feedTitle, wholeFeed, type Feed, type NamedFeed } from "../../core/feed-address";
import { parseFeedsInput } from "../../core/feeds-input";
import type { RestoringClient } from "../../core/client";
import type { Files } from "../../core/files";
import { nothingCode } from "../../core/found-feeds";
import type { Job } from "../../core/job";
import { logText } from "../../core/log-text";
import type { Organization } from "../../core/organization";
import { Problem } from "../../core/problem";
import type { ProjectFiles } from "./project-files";
import type { FoundProject } from "./workspace";

/** The feeds of the organization that the configuration of some projects names, each once, and where was looked. */
export interface NamedFeeds {
  readonly feeds: readonly NamedFeed[];
  readonly files: readonly string[];
  /** Of a project whose configuration cannot be understood. */
  readonly problem?: Problem;
  /** What each client says where it names none: what it looked for, and why it passed over which address. */
  nothing(): readonly string[];
}

/**
 * The feed to restore through: of the input, else the one feed of the organization that the configuration names.
 * A view shows only what its feed has saved, so a feed that the configuration names by a view is meant without it. The
 * input may name a view to restore through.
 * Throws a Problem for several feeds, for none, and for a view where packages are to be saved.
 * @param takesViews Whether nothing has to be saved.
 */
export function chooseFeed(
  input: string | undefined,
  readNamed: () => NamedFeeds,
  organization: Organization,
  takesViews: boolean,
): Feed {
  const fromInput = parseFeedsInput(input, organization);
  const [first, second] = fromInput;
  if (first !== undefined) {
    if (second !== undefined) throw severalFeeds("Input feed names", fromInput);
    if (first.view !== undefined && !takesViews) throw viewGiven(first);
    return first;
  }
  const named = readNamed();
  const [only, other] = named.feeds;
  if (only === undefined) throw named.problem ?? noFeed(named, organization);
  if (other !== undefined) throw severalFeeds("The configuration names", named.feeds);
  return only;
}

/** What the configuration of the projects names, as their clients read it; a malformed one costs its project alone. */
export function readNamedFeeds(job: Job, projects: readonly FoundProject[], files: ProjectFiles): NamedFeeds {
  const feeds: NamedFeed[] = [];
  const without: (() => string)[] = [];
  const read = new Set<string>();
  for (const { client, folder, manifest } of projects) {
    const workingDirectory = resolve(job.workingDirectory, folder);
    const own: Job = { ...job, purpose: "restore", workingDirectory };
    files.attempt(join(job.workingDirectory, manifest), () => {
      const texts = files.ofClient(client.authentication, own);
      const named = client.authentication.feeds(own, texts);
      feeds.push(...named);
      if (named.length === 0) without.push(() => whyNoFeed(client, own, texts));
      for (const path of texts.keys()) read.add(path);
    });
  }
  const [problem] = files.unreadable.values();
  return {
    ...{ feeds: distinctFeeds(feeds), files: [...read], nothing: () => without.map((why) => why()) },
    ...(problem === undefined ? {} : { problem }),
  };
}

/** What the client's own task would say: which addresses it found, and why none is a feed of the organization. */
function whyNoFeed({ name, authentication }: RestoringClient, job: Job, texts: Files): string {
  try {
    authentication.plan({ ...job, purpose: "job" }, texts);
  } catch (error) {
    if (error instanceof Problem && error.code === nothingCode) return `${name}: ${error.message}`;
    if (!(error instanceof Problem)) throw error;
  }
  return "";
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
    `Input feed: ${logText(feedTitle(feed))} is a view, which shows only what its feed has saved already: nothing can be saved through it.`,
    `Name the feed itself: ${logText(feedTitle(wholeFeed(feed)))}.`,
  );
}

function noFeed(named: NamedFeeds, organization: Organization): Problem {
  const read = named.files.slice(0, 20).map(logText).join(", ");
  const summary = `No feed of ${logText(organization.name)} is named in the configuration; read ${read === "" ? "no file" : read}.`;
  return new Problem(
    "feed-missing",
    [
      summary,
      ...new Set(
        named
          .nothing()
          .filter((each) => each !== "")
          .slice(0, 10),
      ),
    ].join("\n"),
    "Name the feed to restore through in the input feed, as feed or project/feed.",
  );
}
