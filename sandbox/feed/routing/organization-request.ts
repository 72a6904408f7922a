import { authenticate } from "../http/authentication";
import type { Caller } from "../http/authentication";
import { anonymousRefused } from "../http/challenge";
import type { Exchange } from "../http/exchange";
import { Problem } from "../http/problem";
import { findProtocol } from "../protocols/all-protocols";
import { routeRest } from "../rest/route";
import { Access, refuseAnonymousOnForceAuth, refuseUnknownCaller } from "../request/access";
import { feedAddress } from "../request/feed-request";
import type { FeedRequest, FeedServices } from "../request/feed-request";
import { findFeed, readScope } from "../request/scope";
import type { FeedReference } from "../request/scope";
import type { Site } from "../request/site";

/** Answers a request to an organization: a package protocol below `_packaging`, or a REST call below `_apis`. */
export async function answerOrganization(
  exchange: Exchange,
  services: FeedServices,
  site: Site,
): Promise<void> {
  const { organization } = site;
  const caller = authenticate(exchange.request, organization);
  exchange.notes.identity = nameOf(caller);
  noteAddress(exchange, site.rest);
  refuseUnknownCaller(exchange, organization, caller);
  if (exchange.notes.protocol === "rest") {
    await routeRest({ exchange, services, site, caller });
    return;
  }
  const { project, rest } = guardedFromAnonymous(exchange, site, caller, () =>
    readScope(organization, site.rest),
  );
  const [marker = "", feedText = "", protocolText = "", ...tail] = rest;
  const protocol = findProtocol(protocolText);
  if (marker.toLowerCase() !== "_packaging" || !site.services.has("packages") || protocol === undefined) {
    throw new Problem(404, "VssResourceNotFoundException", "The requested resource does not exist.");
  }
  const reference = guardedFromAnonymous(exchange, site, caller, () =>
    findFeed(organization, project, feedText),
  );
  await protocol.route(openFeed(exchange, services, site, caller, reference, tail));
}

/** What the address says of protocol and feed is logged even when the request is refused. */
function noteAddress(exchange: Exchange, rest: readonly string[]): void {
  const at = rest.findIndex((segment) => /^_(?:packaging|apis)$/iu.test(segment));
  if (at === -1) return;
  if (rest[at]?.toLowerCase() === "_apis") {
    exchange.notes.protocol = "rest";
    return;
  }
  exchange.notes.protocol = findProtocol(rest[at + 2] ?? "")?.name ?? "none";
  const feed = rest[at + 1]?.replace(/[~@].*$/u, "");
  if (feed !== undefined) exchange.notes.feed = feed;
}

function openFeed(
  exchange: Exchange,
  services: FeedServices,
  site: Site,
  caller: Caller,
  reference: FeedReference,
  tail: readonly string[],
): FeedRequest {
  const { organization } = site;
  const { feed, view, forceAuth } = reference;
  exchange.notes.feed = feed.name;
  refuseAnonymousOnForceAuth(exchange, organization, caller, reference);
  const access = new Access(exchange, organization, caller, feed);
  access.require("ReadPackages");
  const address = feedAddress(site.base, feed, view);
  return { exchange, services, organization, feed, view, forceAuth, access, tail, feedAddress: address };
}

/** Nothing about what exists is told to the anonymous: what they cannot find asks for credentials. */
function guardedFromAnonymous<T>(exchange: Exchange, site: Site, caller: Caller, find: () => T): T {
  try {
    return find();
  } catch (error) {
    throw caller.kind === "anonymous" ? anonymousRefused(exchange, site.organization) : error;
  }
}

function nameOf(caller: Caller): string {
  if (caller.kind === "known") return caller.identity.name;
  return caller.kind === "unknown" ? "unknown token" : "anonymous";
}
