import type { FeedPlace } from "../../core/protocol";
import type { FeedClient } from "./feed-client";
import type { FeedProtocols } from "./feed-protocols";
import { readIdentityName } from "./identity-name";

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
