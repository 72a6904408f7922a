import type { FeedAccess } from "./feed-access";
import { restRoot } from "./covered-addresses";

/**
 * The address of a REST call about a feed: `{root}[{project}/]_apis/packaging/Feeds/{feed}[@{view}]/{path}`.
 * `root` is the host of the feed calls unless another is given: the calls per protocol are at that of the packages.
 * Source: vsts-rest-api-specs, specification/artifacts/7.2/feed.json and specification/artifactsPackageTypes/7.2.
 */
export function feedCall(access: FeedAccess, path: string, root = restRoot(access.organization)): string {
  const { project, name, view } = access.feed;
  const scope = project === undefined ? "" : `${encodeURIComponent(project)}/`;
  const feed = encodeURIComponent(name) + (view === undefined ? "" : `@${encodeURIComponent(view)}`);
  const separator = path === "" || path.startsWith("?") ? "" : "/";
  return `${root}${scope}_apis/packaging/Feeds/${feed}${separator}${path}`;
}
