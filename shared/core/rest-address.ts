import type { Organization } from "./organization";
import type { FeedPlace } from "./protocol";
import { parseUrl } from "./url";

/**
 * The address of a REST call about a feed: `{root}[{project}/]_apis/packaging/Feeds/{feed}[@{view}]/{path}`.
 * `root` is the host of the feed calls unless another is given: the calls per protocol are at that of the packages.
 * Source: vsts-rest-api-specs, specification/artifacts/7.2/feed.json and specification/artifactsPackageTypes/7.2.
 */
export function feedCall(place: FeedPlace, path: string, root = restRoot(place.organization)): string {
  const { project, name, view } = place.feed;
  const scope = project === undefined ? "" : `${encodeURIComponent(project)}/`;
  const feed = encodeURIComponent(name) + (view === undefined ? "" : `@${encodeURIComponent(view)}`);
  const separator = path === "" || path.startsWith("?") ? "" : "/";
  return `${root}${scope}_apis/packaging/Feeds/${feed}${separator}${path}`;
}

/**
 * Where the calls about feeds and packages live: a host of their own on Services, the collection on Server.
 * Source: vsts-rest-api-specs, specification/artifacts/7.2/feed.json, `host`.
 */
export function restRoot(organization: Organization): string {
  return organization.kind === "services"
    ? `https://feeds.dev.azure.com/${encodeURIComponent(organization.name)}/`
    : organization.feedRoot;
}

/** The address of the call for the feeds of the organization that the asker can see, of all its projects. */
export function feedsCall(organization: Organization): string {
  return `${restRoot(organization)}_apis/packaging/feeds`;
}

/** The page of a feed, whose settings have its permissions: `https://dev.azure.com/org/project/_artifacts/feed/name`. */
export function feedPage({ organization, feed: { project, name } }: FeedPlace): string {
  const web =
    organization.kind === "services"
      ? `https://dev.azure.com/${encodeURIComponent(organization.name)}/`
      : organization.feedRoot;
  const scope = project === undefined ? "" : `${encodeURIComponent(project)}/`;
  return `${web}${scope}_artifacts/feed/${encodeURIComponent(name)}`;
}

/** Whether an address, written as WHATWG's parser writes it, is that of a REST call of the organization. */
export function isRestCall(address: string, organization: Organization): boolean {
  const url = parseUrl(address);
  if (url?.href !== address || url.username !== "" || url.password !== "") return false;
  return [organization.feedRoot, restRoot(organization)].some((root) => {
    const { origin, pathname } = new URL(root);
    const rest = url.pathname.slice(pathname.length);
    const inside = url.pathname.toLowerCase().startsWith(pathname.toLowerCase());
    return url.origin === origin && inside && /^(?:[^/]+\/)?_apis\//i.test(rest);
  });
}
