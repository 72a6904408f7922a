import { anonymousRefused } from "../http/challenge";
import { sendJson } from "../http/answer";
import { methodNotAllowed } from "../http/problem";
import { Access } from "../request/access";
import { findFeed } from "../request/scope";
import type { FeedReference } from "../request/scope";
import { sameName } from "../world/ids";
import type { Project } from "../world/model";
import { checkApiVersion, feedVersions } from "./api-versions";
import { feedDocument, viewDocument } from "./feed-documents";
import { sendPackageChanges, sendPackages } from "./packages";
import { list, resourceNotFound } from "./rest-request";
import type { RestRequest } from "./rest-request";

/** Answers `_apis/packaging/feeds…`: feeds, views, permissions and packages (specification/artifacts/7.2/feed.json). */
export function sendFeeds(request: RestRequest, project: Project | undefined, path: readonly string[]): void {
  const { exchange, site } = request;
  const [wanted, resource = "", ...rest] = path;
  if (exchange.method !== "GET" && exchange.method !== "HEAD") throw methodNotAllowed(exchange.method, "GET");
  if (wanted === undefined) {
    checkApiVersion(exchange, site.organization, feedVersions);
    sendJson(exchange, list(readableFeeds(request, project)));
    return;
  }
  const { reference } = openRestFeed(request, project, wanted);
  const { feed } = reference;
  checkApiVersion(exchange, site.organization, feedVersions);
  const feedUrl = `${site.base}${feed.project === undefined ? "" : `${feed.project.id}/`}_apis/packaging/Feeds/${feed.id}`;
  switch (resource.toLowerCase()) {
    case "":
      sendJson(exchange, feedDocument(feed, site.base));
      return;
    case "packages":
      sendPackages(exchange, reference, feedUrl, rest);
      return;
    case "packagechanges":
      sendPackageChanges(exchange, reference, feedUrl);
      return;
    case "views": {
      const views = feed.views.filter(
        ({ id, name }) => rest[0] === undefined || sameName(id, rest[0]) || sameName(name, rest[0]),
      );
      if (rest[0] === undefined) sendJson(exchange, list(views.map((view) => viewDocument(view, feedUrl))));
      else if (views[0] === undefined) throw resourceNotFound(`The feed view '${rest[0]}'`);
      else sendJson(exchange, viewDocument(views[0], feedUrl));
      return;
    }
    case "permissions":
      sendJson(exchange, list(permissions(request, reference)));
      return;
    default:
      throw resourceNotFound();
  }
}

/**
 * Finds a feed for a REST call and checks that it may be read.
 * @throws Problem 401 to the anonymous where the feed is not public, 403, 404.
 */
export function openRestFeed(
  request: RestRequest,
  project: Project | undefined,
  wanted: string,
): { readonly reference: FeedReference; readonly access: Access } {
  const { exchange, site, caller } = request;
  try {
    const reference = findFeed(site.organization, project, wanted);
    const access = new Access(exchange, site.organization, caller, reference.feed);
    exchange.notes.feed = reference.feed.name;
    access.require("ReadPackages");
    return { reference, access };
  } catch (error) {
    throw caller.kind === "anonymous" ? anonymousRefused(exchange, site.organization) : error;
  }
}

/** Without a project, feeds of all scopes are listed; with one, its own. */
function readableFeeds(request: RestRequest, project: Project | undefined): readonly object[] {
  const { exchange, site, caller } = request;
  const feeds = site.organization.feeds
    .filter((feed) => project === undefined || feed.project === project)
    .filter((feed) => new Access(exchange, site.organization, caller, feed).has("ReadPackages"));
  if (feeds.length === 0 && caller.kind === "anonymous") throw anonymousRefused(exchange, site.organization);
  return feeds.map((feed) => feedDocument(feed, site.base));
}

function permissions({ site }: RestRequest, { feed }: FeedReference): readonly object[] {
  const identities = [...site.organization.identities.values()];
  return identities
    .filter(({ name }) => feed.roles.has(name))
    .map(({ id, name, displayName }) => ({
      role: feed.roles.get(name),
      identityId: id,
      identityDescriptor: `Microsoft.TeamFoundation.ServiceIdentity;${site.organization.id}:Build:${id}`,
      displayName,
      isInheritedRole: false,
    }));
}
