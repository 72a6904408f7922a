import { feedTitle, otherOwnFeed, type Feed } from "../../core/feed-address";
import { selectEntries, type LockEntries } from "../../core/lock-entry";
import { joinLists, mapList, type Listed } from "../../core/packed-list";
import type { ReportedFailure, ReportedVersion } from "../../core/restore-report";
import { accessFeed } from "../feed/feed-access";
import type { FeedJob } from "./feed-job";
import type { Difference } from "./feed-state";

/** Entries of lock files with the feed that is asked for them. */
export interface FeedPart {
  readonly run: FeedJob;
  readonly entries: LockEntries;
}

/** What asking one feed came to, or several. */
export interface Outcome {
  readonly difference: Difference;
  readonly failed: readonly ReportedFailure[];
  /** Mode audit: what would be saved. */
  readonly wouldSave?: Listed<ReportedVersion>;
}

/** The entries that the run's own feed is asked for, then those that are locked to another one of the organization. */
export function partsOf(run: FeedJob, entries: LockEntries): readonly [FeedPart, ...FeedPart[]] {
  const titles = new Map<string, string>();
  const feeds = new Map<string, Feed>();
  for (const { otherFeed: address } of entries) {
    if (address === undefined || titles.has(address)) continue;
    const feed = otherOwnFeed(address, run.job.organization, run.feed);
    if (feed === undefined) continue;
    const title = feedTitle(feed).toLowerCase();
    titles.set(address, title);
    if (!feeds.has(title)) feeds.set(title, feed);
  }
  if (feeds.size === 0) return [{ run, entries }];
  const titleOf = (address: string | undefined): string | undefined => titles.get(address ?? "");
  const entriesOf = (title: string | undefined): LockEntries =>
    selectEntries(entries, ({ otherFeed }) => titleOf(otherFeed) === title);
  const others = [...feeds].map(([title, feed]) => ({
    run: runThrough(run, feed),
    entries: entriesOf(title),
  }));
  return [{ run, entries: entriesOf(undefined) }, ...others];
}

/** The same run with another feed, over the same connections. */
function runThrough(run: FeedJob, feed: Feed): FeedJob {
  const { protocols, client } = run.access;
  const access = accessFeed({ organization: run.job.organization, feed }, protocols, client);
  return { ...run, feed, title: feedTitle(feed), identity: access.identityName, access };
}

/** All of it together: versions of another feed than the run's say which one. */
export function joinOutcomes(run: FeedJob, outcomes: readonly (readonly [FeedPart, Outcome])[]): Outcome {
  const marked = outcomes.map(([part, outcome]) =>
    part.run === run ? outcome : ofFeed(part.run.title, outcome),
  );
  const differences = marked.map(({ difference }) => difference);
  const wouldSave = marked.flatMap(({ wouldSave: list }) => (list === undefined ? [] : [list]));
  return {
    difference: {
      saved: joinLists(differences.map(({ saved }) => saved)),
      alreadySaved: joinLists(differences.map(({ alreadySaved }) => alreadySaved)),
      unlisted: differences.reduce((sum, { unlisted }) => sum + unlisted, 0),
      known: differences.every(({ known }) => known),
    },
    failed: marked.flatMap(({ failed }) => failed),
    ...(wouldSave.length === 0 ? {} : { wouldSave: joinLists(wouldSave) }),
  };
}

function ofFeed(feed: string, { difference, failed, wouldSave }: Outcome): Outcome {
  const marked = (list: Listed<ReportedVersion>): Listed<ReportedVersion> =>
    mapList(list, (version) => ({ ...version, feed }));
  return {
    difference: {
      ...difference,
      saved: marked(difference.saved),
      alreadySaved: marked(difference.alreadySaved),
    },
    failed: failed.map((failure) => ({ ...failure, feed })),
    ...(wouldSave === undefined ? {} : { wouldSave: marked(wouldSave) }),
  };
}
