import { anonymousRefused } from "../http/challenge";
import { findProtocol } from "../protocols/all-protocols";
import { readScope } from "../request/scope";
import type { Scope } from "../request/scope";
import { sendConnectionData } from "./connection-data";
import { openRestFeed, sendFeeds } from "./feeds";
import { answerProtocolCall } from "./protocol-versions";
import { sendLocations, sendResourceAreas } from "./resource-areas";
import { resourceNotFound } from "./rest-request";
import type { RestRequest } from "./rest-request";

/** Answers what is below `[{project}/]_apis/`. */
export async function routeRest(request: RestRequest): Promise<void> {
  const { exchange, site } = request;
  const { project, rest } = scopeOf(request);
  const [, resource = "", ...path] = rest;
  if (exchange.method === "OPTIONS") {
    sendLocations(request, resource === "" ? undefined : resource);
    return;
  }
  switch (resource.toLowerCase()) {
    case "connectiondata":
      sendConnectionData(request);
      return;
    case "resourceareas":
      sendResourceAreas(request, path[0]);
      return;
    case "packaging":
      break;
    default:
      throw resourceNotFound();
  }
  const [feeds = "", feed, word = "", ...packagePath] = path;
  if (feeds.toLowerCase() !== "feeds") throw resourceNotFound();
  const protocol = findProtocol(word);
  if (!site.services.has(protocol === undefined ? "feeds" : "packages")) throw resourceNotFound();
  if (protocol === undefined || feed === undefined) {
    sendFeeds(request, project, path.slice(1));
    return;
  }
  const { reference, access } = openRestFeed(request, project, feed);
  await answerProtocolCall(request, reference, access, { protocol, path: packagePath });
}

function scopeOf({ exchange, site, caller }: RestRequest): Scope {
  try {
    return readScope(site.organization, site.rest);
  } catch (error) {
    throw caller.kind === "anonymous" ? anonymousRefused(exchange, site.organization) : error;
  }
}
