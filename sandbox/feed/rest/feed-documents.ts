import { protocolNamed } from "../protocols/all-protocols";
import type { UpstreamSource } from "../upstream/upstream-registry";
import type { Feed, View } from "../world/model";

/**
 * A feed in the shape of the published API's `Feed` (specification/artifacts/7.2/feed.json).
 * @param base Organization address, with a trailing slash.
 */
export function feedDocument(feed: Feed, base: string): object {
  const project = feed.project === undefined ? "" : `${feed.project.id}/`;
  const url = `${base}${project}_apis/packaging/Feeds/${feed.id}`;
  const local = feed.views.find(({ type }) => type === "implicit");
  return {
    id: feed.id,
    name: feed.name,
    fullyQualifiedName: feed.name,
    fullyQualifiedId: feed.id,
    url,
    ...(feed.project && {
      project: {
        id: feed.project.id,
        name: feed.project.name,
        visibility: feed.project.visibility === "public" ? "Public" : "Private",
      },
    }),
    isEnabled: true,
    isReadOnly: false,
    capabilities: "defaultCapabilities",
    upstreamEnabled: feed.upstreams.length > 0,
    upstreamSources: feed.upstreams.map(upstreamDocument),
    defaultViewId: local?.id,
    hideDeletedPackageVersions: true,
    badgesEnabled: false,
    _links: { self: { href: url }, packages: { href: `${url}/Packages` } },
  };
}

/** `UpstreamSource` of the published API. */
export function upstreamDocument(source: UpstreamSource): object {
  return {
    id: source.id,
    name: source.name,
    protocol: protocolNamed(source.registry.kind).protocolType,
    location: source.registry.location,
    displayLocation: source.registry.location,
    upstreamSourceType: "public",
    status: "ok",
  };
}

/** `UpstreamSourceInfo` of the published API, as it stands in source chains. */
export function sourceChain(source: UpstreamSource | undefined): readonly object[] {
  if (source === undefined) return [];
  const { location } = source.registry;
  return [{ id: source.id, name: source.name, location, displayLocation: location, sourceType: "public" }];
}

/** `FeedView` of the published API. */
export function viewDocument(view: View, feedUrl?: string): object {
  return {
    id: view.id,
    name: view.name,
    type: view.type,
    visibility: "collection",
    url: feedUrl === undefined ? null : `${feedUrl}/views/${view.id}`,
  };
}
