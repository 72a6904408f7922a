import { kindOfRefusal } from "../../core/failure";
import { explainFailure } from "../../core/failure-texts";
import { feedTitle, type Feed, type NamedFeed } from "../../core/feed-address";
import { logText } from "../../core/log-text";
import { nearFeeds } from "../../core/near-names";
import { Problem } from "../../core/problem";
import type { Reply } from "../../core/protocol";
import { feedPage, feedsCall } from "../../core/rest-address";
import { print } from "../agent";
import { maySave } from "../feed/feed-role";
import { Aborted } from "../feed/requests";
import { scrubbed } from "../secrets";
import { warningLine } from "./findings";
import type { FeedJob } from "./feed-job";

/** What is known of the feeds that the projects' configuration names; read only when the feed is not there. */
type ReadNamed = () => { readonly feeds: readonly NamedFeed[] };

/**
 * Looks at the feed before any client runs: whether it is there, whether the job may read it, and what its permissions
 * say about saving. A feed that does not answer these calls (older Server, a firewall for one of the hosts) is let pass:
 * the clients will tell. Throws a Problem when there is no such feed or no role to read it, and in mode save when
 * its permissions list the job as one that may not save. Throws Aborted when the job was cancelled.
 */
export async function checkFeed(run: FeedJob, readNamed: ReadNamed): Promise<void> {
  const reply = await answerOf(run);
  if (reply === undefined) return;
  const kind = reply.status === 200 ? undefined : kindOfRefusal(reply);
  if (kind === "feedMissing") throw await missingFeed(run, reply, readNamed);
  // Without the service's envelope a 403 is that of a firewall, which need not concern the packages' host.
  if (kind === "unauthorized" || (kind === "permission" && reply.typeKey !== ""))
    throw new Problem(
      kind === "permission" ? "feed-forbidden" : "feed-unauthorized",
      await explain(run, kind, reply),
      "Nothing was restored: the feed was asked first.",
    );
  if (kind === undefined) await checkRole(run);
}

async function answerOf({ access }: FeedJob): Promise<Reply<unknown> | undefined> {
  try {
    return await access.document();
  } catch (error) {
    if (error instanceof Aborted || error instanceof TypeError) throw error;
    return undefined;
  }
}

/** Through a view nothing is saved, so reading is enough. */
async function checkRole(run: FeedJob): Promise<void> {
  if (run.feed.view !== undefined || maySave(await run.access.role()) !== false) return;
  const text = await explain(run, "permission", undefined);
  if (run.inputs.mode === "save")
    throw new Problem("role-missing", text, "Nothing was asked for: the feed's permissions were read first.");
  print([warningLine(scrubbed(text))]);
}

async function explain(
  { access, identity }: FeedJob,
  kind: "permission" | "unauthorized" | "feedMissing",
  reply: Reply<unknown> | undefined,
): Promise<string> {
  const { feed, organization } = access;
  return explainFailure(kind, {
    ...{ feed, organization: organization.name, page: feedPage(access), identity: await identity() },
    ...(reply === undefined ? { maySave: false } : { status: reply.status, said: reply.message }),
  });
}

async function missingFeed(run: FeedJob, reply: Reply<unknown>, readNamed: ReadNamed): Promise<Problem> {
  const known = await visibleFeeds(run);
  const named = namedPlaces(run.feed, readNamed);
  const near = nearFeeds(run.feed, known).map(titleOf);
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(" or ")}?`
      : known.length > 0
        ? `The job can see ${listOf(known.map(titleOf))}.`
        : "The job can see no feed of the organization: give its identity a role in the feed, and for another project's feed also access to that project.";
  return new Problem("feed-unknown", [await explain(run, "feedMissing", reply), ...named].join(" "), hint);
}

/** Where the configuration names the feed, or another one than the input does. */
function namedPlaces(feed: Feed, readNamed: ReadNamed): readonly string[] {
  const title = feedTitle(feed).toLowerCase();
  return readSafely(readNamed).flatMap((each) => {
    if (each.where === undefined) return [];
    const place = logText(each.where);
    return feedTitle(each).toLowerCase() === title
      ? [`${place} names it.`]
      : [`It is not the feed that ${place} names, which is ${titleOf(each)}.`];
  });
}

/** A file that nobody understands is not what is wrong here. */
function readSafely(readNamed: ReadNamed): readonly NamedFeed[] {
  try {
    return readNamed().feeds;
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}

/** Every feed of the organization that the job can see; none where the organization does not say. */
async function visibleFeeds({ access }: FeedJob): Promise<readonly Feed[]> {
  try {
    const { value } = await access.client.call(feedsCall(access.organization));
    const list: unknown = (value as { value?: unknown } | null | undefined)?.value;
    return (Array.isArray(list) ? list : []).flatMap(feedOf);
  } catch (error) {
    if (error instanceof Aborted) throw error;
    return [];
  }
}

/** `FeedCore` (specification/artifacts/7.2/feed.json); `project` is absent for a feed of the organization. */
function feedOf(document: { name?: unknown; project?: { name?: unknown } | null } | null): readonly Feed[] {
  const [name, project] = [document?.name, document?.project?.name];
  if (typeof name !== "string") return [];
  return [{ name, forceAuth: false, ...(typeof project === "string" && { project }) }];
}

function titleOf(feed: Feed): string {
  return logText(feedTitle(feed));
}

function listOf(titles: readonly string[]): string {
  const more = titles.length > 10 ? ` and ${titles.length - 10} more` : "";
  return titles.slice(0, 10).join(", ") + more;
}
