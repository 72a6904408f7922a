import type { FeedPlace } from "../../core/protocol";
import { readJson } from "./answer";
import type { FeedClient } from "./feed-client";
import type { FeedProtocols } from "./feed-protocols";
import type { Requests } from "./requests";

/** One feed, and the open way to it, for all that a step asks. */
export interface FeedAccess extends FeedPlace {
  readonly protocols: FeedProtocols;
  /** To be closed in the end, by whoever made it. */
  readonly client: FeedClient;
  /** Who the job is to the feed, where the organization says it; asked for at the first call. Never rejects. */
  readonly identityName: () => Promise<string | undefined>;
}

/** Opens the way to a feed. Nothing is asked yet. */
export function accessFeed(place: FeedPlace, protocols: FeedProtocols, client: FeedClient): FeedAccess {
  let asked: Promise<string | undefined> | undefined;
  return { ...place, protocols, client, identityName: () => (asked ??= readIdentityName(client, place)) };
}

/**
 * Who the job is to the organization, as `Display Name (id)`: the identity that needs the role. Undefined when it does not
 * say. The call is a preview in every version, and the name is what Microsoft's own tasks print:
 * azure-devops-node-api, LocationsApi.ts; UniversalPackagesV1/universalPackageHelpers.ts.
 */
async function readIdentityName(
  requests: Requests,
  { organization }: FeedPlace,
): Promise<string | undefined> {
  const path = "_apis/connectionData?connectOptions=none&api-version=7.1-preview";
  try {
    const { value } = await requests.get(organization.feedRoot + path, readJson);
    const user = (value as { authenticatedUser?: Partial<Record<string, unknown>> } | null)
      ?.authenticatedUser;
    const name = [user?.["customDisplayName"], user?.["providerDisplayName"]].find(
      (each) => typeof each === "string" && each !== "",
    );
    const id = user?.["id"];
    return typeof name === "string" && typeof id === "string" ? `${name} (${id})` : undefined;
  } catch {
    return undefined;
  }
}
