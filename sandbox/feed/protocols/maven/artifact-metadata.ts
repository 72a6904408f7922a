import { text } from "node:stream/consumers";
import { packageNotFound } from "../../http/problem";
import { upstreamsOf } from "../../request/feed-request";
import type { FeedRequest } from "../../request/feed-request";
import { metadataTime, metadataXml, readMetadata } from "./metadata-document";
import type { MetadataDocument } from "./metadata-document";
import { artifactFolder, isSnapshot } from "./repository-path";
import { isMaven } from "./upstream/maven-upstream";

/** The metadata documents of the upstream sources that have the artifact, in search order. */
export async function upstreamMetadata(
  request: FeedRequest,
  name: string,
): Promise<readonly MetadataDocument[]> {
  if (!request.feed.contents.takesExternalVersions("maven", name)) return [];
  const path = `${artifactFolder(name)}/maven-metadata.xml`;
  const documents: MetadataDocument[] = [];
  for (const upstream of upstreamsOf(request, isMaven)) {
    const document = await request.services.listings.ask(upstream, path, async () => {
      const body = await upstream.registry.open(path);
      return body && readMetadata(await text(body));
    });
    if (document !== undefined) documents.push(document);
  }
  return documents;
}

/**
 * The `maven-metadata.xml` of an artifact: upstream versions that were not deleted, then pushed and saved
 * ones. Snapshots of upstream sources are left out: they are not supported ("Set up upstream sources").
 * @throws Problem 404 when nothing is known, 401 to the anonymous who see none of an upstream source's.
 */
export async function artifactMetadata(request: FeedRequest, name: string): Promise<string> {
  const { access, feed, view } = request;
  const held = feed.contents.versions("maven", name, view?.name);
  const upstream = access.isAnonymous ? [] : await upstreamMetadata(request, name);
  const plugins = upstream.find((document) => document.plugins !== undefined)?.plugins;
  if (held.length === 0 && plugins !== undefined) return plugins;
  const offered = upstream
    .flatMap((document) => document.versions)
    .filter((version) => !isSnapshot(version) && !feed.contents.isDeleted("maven", name, version));
  const versions = [...new Set([...offered, ...held.map(({ version }) => version)])];
  if (versions.length === 0) {
    const hidden = access.isAnonymous && upstreamsOf(request, isMaven).length > 0;
    throw hidden ? access.noLocalVersions(name) : packageNotFound(`package '${name}'`, feed.name);
  }
  const times = [
    ...upstream.map((document) => document.lastUpdated ?? ""),
    ...held.map((version) => metadataTime(version.publishedAt)),
  ].sort();
  const offeredRelease = upstream[0]?.release;
  const pushed = held.some((version) => version.upstream === undefined);
  const release =
    !pushed && offeredRelease !== undefined && versions.includes(offeredRelease)
      ? offeredRelease
      : versions.findLast((version) => !isSnapshot(version));
  return artifactXml(name, versions, release, times.at(-1));
}

function artifactXml(
  name: string,
  versions: readonly string[],
  release: string | undefined,
  lastUpdated: string | undefined,
): string {
  const [group = "", artifact = ""] = name.split(":");
  const versioning = { latest: versions.at(-1), release, versions: { version: versions }, lastUpdated };
  return metadataXml({ groupId: group, artifactId: artifact, versioning });
}
