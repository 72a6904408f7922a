import type { Caller } from "../http/authentication";
import { anonymousRefused } from "../http/challenge";
import type { Exchange } from "../http/exchange";
import { Problem } from "../http/problem";
import type { Workshop } from "../routing/feed-request";
import type { Site } from "../routing/site";

/** A REST request of a known organization. */
export interface RestRequest {
  readonly exchange: Exchange;
  readonly workshop: Workshop;
  readonly site: Site;
  readonly caller: Caller;
}

/** Answers what is below `[{project}/]_apis/`. */
export async function routeRest(request: RestRequest): Promise<void> {
  const { exchange, site, caller } = request;
  if (caller.kind === "anonymous") throw anonymousRefused(exchange, site.organization);
  await Promise.resolve();
  throw new Problem(404, "VssResourceNotFoundException", "The requested resource does not exist.");
}
