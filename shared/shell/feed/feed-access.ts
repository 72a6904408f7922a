import type { AgentProxy } from "../../core/job";
import type { Credentials } from "../../core/credentials";
import type { Feed } from "../../core/feed-address";
import type { Organization } from "../../core/organization";
import type { FeedClient } from "./requests";

/** One feed, and what is needed to reach it as the job. */
export interface FeedAccess {
  readonly organization: Organization;
  readonly feed: Feed;
  readonly credentials: Credentials;
  readonly proxy?: AgentProxy;
  /** PEM text of authorities that are trusted beside Node's own: the file that Agent.CAInfo names. */
  readonly ca?: string;
  /** Requests under way at once, at most; `defaultConcurrency` when absent. */
  readonly concurrency?: number;
  /** A client that is open, for calls one after the other; without it each call opens its own. */
  readonly client?: FeedClient;
  /** When it fires, no further request is made and those under way are cut. */
  readonly signal?: AbortSignal;
}
