import type { StoredVersion } from "../contents/stored-version";
import type { Protocol } from "../contents/version-key";
import { protocolNamed } from "../protocols/all-protocols";
import { guidFor } from "../world/ids";
import type { Feed, View } from "../world/model";
import { sourceChain, viewDocument } from "./feed-documents";

/** A package's GUID in a feed. */
export function packageId(feed: Feed, protocol: Protocol, name: string): string {
  return guidFor("package", feed.id, protocol, name);
}

/** A version's GUID in a feed. */
export function versionId(feed: Feed, version: StoredVersion): string {
  return guidFor("version", feed.id, version.protocol, version.name, version.normalizedVersion);
}

/**
 * `Package` of the published feed API with `MinimalPackageVersion`s, newest first.
 * @param first One of the package's versions.
 */
export function packageDocument(
  feed: Feed,
  versions: readonly StoredVersion[],
  feedUrl: string,
  first = versions[0],
): object {
  if (first === undefined) return {};
  const id = packageId(feed, first.protocol, first.name);
  return {
    id,
    name: first.name,
    normalizedName: feed.normalizedName(first.name),
    protocolType: protocolNamed(first.protocol).protocolType,
    url: `${feedUrl}/Packages/${id}`,
    starCount: 0,
    isCached: first.upstream !== undefined,
    versions: versions.map((version, index) => minimalVersion(feed, version, index === 0)),
  };
}

/**
 * `MinimalPackageVersion`: `directUpstreamSourceId` is the upstream source a version was saved from; a
 * pushed version has none.
 */
export function minimalVersion(feed: Feed, version: StoredVersion, isLatest: boolean): object {
  return {
    id: versionId(feed, version),
    version: version.version,
    normalizedVersion: version.normalizedVersion,
    isLatest,
    isListed: version.listed,
    isDeleted: version.deletedAt !== undefined,
    isCachedVersion: version.upstream !== undefined,
    ...(version.upstream && { directUpstreamSourceId: version.upstream.id }),
    publishDate: version.publishedAt.toISOString(),
    storageId: [...version.files.values()][0]?.digests.sha256.toUpperCase(),
    views: viewsOf(feed, version).map((view) => viewDocument(view)),
  };
}

/** `PackageVersion` of the published feed API. */
export function versionDocument(feed: Feed, version: StoredVersion, isLatest: boolean, url: string): object {
  return {
    ...minimalVersion(feed, version, isLatest),
    url,
    ...(version.deletedAt && { deletedDate: version.deletedAt.toISOString() }),
    dependencies: [],
    files: [...version.files.values()].map((file) => ({
      name: file.file,
      children: [],
      protocolMetadata: {
        schemaVersion: 1,
        data: { size: file.size, hashes: { SHA256: file.digests.sha256 } },
      },
    })),
    sourceChain: sourceChain(version.upstream),
  };
}

/** `Package` of the per-protocol APIs (specification/artifactsPackageTypes/7.2). */
export function protocolDocument(feed: Feed, version: StoredVersion, url: string): object {
  return {
    id: versionId(feed, version),
    name: version.name,
    version: version.version,
    ...(version.deletedAt && { deletedDate: version.deletedAt.toISOString() }),
    sourceChain: sourceChain(version.upstream),
    _links: { self: { href: url } },
  };
}

function viewsOf(feed: Feed, version: StoredVersion): readonly View[] {
  return feed.views.filter(({ name, type }) => type === "implicit" || version.views.has(name.toLowerCase()));
}
