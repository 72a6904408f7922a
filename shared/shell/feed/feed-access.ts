import { wholeFeed } from "../../core/feed-address";
import type { FeedPlace, Reply } from "../../core/protocol";
import { feedCall } from "../../core/rest-address";
import type { FeedClient } from "./feed-client";
import type { FeedProtocols } from "./feed-protocols";
import { roleIn, type FeedRole, type JobIdentityFacts } from "./feed-role";
import type { Requests } from "./requests";

/** One feed, and the open way to it, for all that a step asks. What is asked of it is asked at the first call, once. */
export interface FeedAccess extends FeedPlace {
  readonly protocols: FeedProtocols;
  /** To be closed in the end, by whoever made it. */
  readonly client: FeedClient;
  /** Who the job is to the feed, where the organization says it. Never rejects. */
  readonly identityName: () => Promise<string | undefined>;
  /** The feed's own document (`Feed`, specification/artifacts/7.2/feed.json). Rejects when no answer comes. */
  readonly document: () => Promise<Reply<unknown>>;
  /** The role that the feed's list of permissions gives the job, where it names the job. Never rejects. */
  readonly role: () => Promise<FeedRole | undefined>;
}

/** Opens the way to a feed. Nothing is asked yet. */
export function accessFeed(place: FeedPlace, protocols: FeedProtocols, client: FeedClient): FeedAccess {
  const identity = once(() => readIdentity(client, place));
  const identityName = async (): Promise<string | undefined> => {
    const { name, id } = (await identity()) ?? {};
    return name === undefined || id === undefined ? undefined : `${name} (${id})`;
  };
  const document = once(() => askForFeed(client, place));
  const role = once(async () => {
    const [known, list] = await Promise.all([identity(), readPermissions(client, place)]);
    return known && roleIn(list, known);
  });
  return { ...place, protocols, client, identityName, document, role };
}

/** Whether the feed answers to the job's token now: asked anew, when an answer makes one doubt it. Never rejects. */
export async function isTokenTaken({ client, ...place }: FeedAccess): Promise<boolean> {
  try {
    return (await askForFeed(client, place)).status === 200;
  } catch {
    return false;
  }
}

function askForFeed(requests: Requests, place: FeedPlace): Promise<Reply<unknown>> {
  return requests.call(feedCall(place, ""));
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => (asked ??= ask());
}

/**
 * Who the job is to the organization: the identity that needs the role. Undefined when it does not say.
 * The call is a preview in every version, and the name is what Microsoft's own tasks print:
 * azure-devops-node-api, LocationsApi.ts; UniversalPackagesV1/universalPackageHelpers.ts.
 */
async function readIdentity(
  requests: Requests,
  { organization }: FeedPlace,
): Promise<JobIdentityFacts | undefined> {
  const path = "_apis/connectionData?connectOptions=none";
  try {
    const { value } = await requests.call(organization.feedRoot + path, "7.1-preview.1");
    const user = (value as { authenticatedUser?: Partial<Record<string, unknown>> } | null)
      ?.authenticatedUser;
    const name = [user?.["customDisplayName"], user?.["providerDisplayName"]].find(
      (each) => typeof each === "string" && each !== "",
    );
    const [id, descriptor] = [user?.["id"], user?.["descriptor"]];
    return {
      ...(typeof name === "string" && { name }),
      ...(typeof id === "string" && { id }),
      ...(typeof descriptor === "string" && { descriptor }),
    };
  } catch {
    return undefined;
  }
}

/** A view has the permissions of its feed. Undefined when the feed does not tell. */
async function readPermissions(requests: Requests, place: FeedPlace): Promise<unknown> {
  const address = feedCall({ ...place, feed: wholeFeed(place.feed) }, "permissions");
  try {
    return (await requests.call(address)).value;
  } catch {
    return undefined;
  }
}
