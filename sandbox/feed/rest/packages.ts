import type { StoredVersion } from "../contents/stored-version";
import { sendJson } from "../http/answer";
import type { Exchange } from "../http/exchange";
import { protocolNamed } from "../protocols/all-protocols";
import type { FeedReference } from "../request/scope";
import { sameName } from "../world/ids";
import type { Feed } from "../world/model";
import { packageDocument, packageId, versionDocument, versionId } from "./package-documents";
import { list, resourceNotFound } from "./rest-request";

/**
 * Answers `Feeds/{feed}/Packages[/{packageId}[/Versions[/{versionId}[/provenance]]]]`. It lists what the
 * feed holds, not what upstream sources offer.
 * @throws Problem 404 for ids that name nothing.
 */
export function sendPackages(
  exchange: Exchange,
  reference: FeedReference,
  feedUrl: string,
  path: readonly string[],
): void {
  const [wanted, versionsWord, wantedVersion, provenanceWord] = path;
  const { feed } = reference;
  const packages = packagesOf(reference, exchange.query.get("includeDeleted") === "true");
  if (wanted === undefined) {
    sendList(exchange, feed, feedUrl, packages);
    return;
  }
  const versions = packages.find(([first]) => first && idOf(feed, first) === wanted.toLowerCase());
  if (versions === undefined) throw resourceNotFound(`The package '${wanted}'`);
  const url = `${feedUrl}/Packages/${wanted}`;
  const document = (version: StoredVersion): object =>
    versionDocument(feed, version, version === versions[0], `${url}/Versions/${versionId(feed, version)}`);
  if (versionsWord === undefined) {
    sendJson(exchange, packageDocument(feed, versions, feedUrl));
  } else if (!sameName(versionsWord, "versions")) {
    throw resourceNotFound();
  } else if (wantedVersion === undefined) {
    sendJson(exchange, list(versions.map(document)));
  } else {
    const version = versions.find(
      (each) => versionId(feed, each) === wantedVersion.toLowerCase() || each.version === wantedVersion,
    );
    if (version === undefined) throw resourceNotFound(`The package version '${wantedVersion}'`);
    if (provenanceWord === undefined) sendJson(exchange, document(version));
    else
      sendJson(exchange, { feedId: feed.id, packageId: wanted, packageVersionId: versionId(feed, version) });
  }
}

function sendList(
  exchange: Exchange,
  feed: Feed,
  feedUrl: string,
  packages: readonly (readonly StoredVersion[])[],
): void {
  const { query } = exchange;
  const matching = packages.filter((versions) => matches(versions, query));
  const skip = Number(query.get("$skip") ?? 0);
  const top = Math.min(feed.longestPage, Number(query.get("$top") ?? 1000));
  const all = query.get("includeAllVersions") === "true";
  const page = matching.slice(skip, skip + top);
  sendJson(
    exchange,
    list(page.map((versions) => packageDocument(feed, all ? versions : versions.slice(0, 1), feedUrl))),
  );
}

/** Query parameters of the published API; names are compared without case. */
function matches(versions: readonly StoredVersion[], query: URLSearchParams): boolean {
  const [first] = versions;
  if (first === undefined) return false;
  const protocol = query.get("protocolType");
  const part = query.get("packageNameQuery")?.toLowerCase() ?? "";
  const name = query.get("normalizedPackageName");
  const upstream = query.get("directUpstreamId");
  return (
    (protocol === null || sameName(protocol, protocolNamed(first.protocol).protocolType)) &&
    first.name.toLowerCase().includes(part) &&
    (name === null || sameName(name, first.name)) &&
    (upstream === null || versions.some((version) => version.upstream?.id === upstream))
  );
}

/** Versions by package, newest first; the list may lag behind what the feed has saved. */
function packagesOf(reference: FeedReference, deleted: boolean): readonly (readonly StoredVersion[])[] {
  const { contents, listingDelayMs } = reference.feed;
  const listed = Date.now() - listingDelayMs;
  return contents.packages().map(({ protocol, name }) => {
    const versions = contents
      .versions(protocol, name, reference.view?.name)
      .filter(({ upstream, publishedAt }) => upstream === undefined || publishedAt.getTime() <= listed);
    const gone = deleted ? contents.deletedVersions(protocol, name) : [];
    return [...versions, ...gone].sort(
      (one, other) => other.publishedAt.getTime() - one.publishedAt.getTime(),
    );
  });
}

/**
 * Answers `Feeds/{feed}/packagechanges`: the last change of each version, in the order of changes, with its
 * `PackageVersion` (`PackageChangesResponse`, specification/artifacts/7.2/feed.json).
 */
export function sendPackageChanges(exchange: Exchange, { feed }: FeedReference, feedUrl: string): void {
  const after = Number(exchange.query.get("continuationToken") ?? 0);
  const most = Math.min(2000, Number(exchange.query.get("batchSize") ?? 1000));
  const changed = feed.contents
    .packages()
    .flatMap(({ protocol, name }) => feed.contents.allVersions(protocol, name))
    .filter(({ change }) => change > after)
    .sort((one, other) => one.change - other.change)
    .slice(0, most);
  sendJson(exchange, {
    count: changed.length,
    nextPackageContinuationToken: changed.at(-1)?.change ?? after,
    packageChanges: changed.map((version) => {
      const url = `${feedUrl}/Packages/${idOf(feed, version)}/Versions/${versionId(feed, version)}`;
      return {
        package: packageDocument(feed, [], feedUrl, version),
        packageVersionChange: {
          changeType: version.deletedAt === undefined ? "addOrUpdate" : "delete",
          continuationToken: version.change,
          packageVersion: versionDocument(feed, version, false, url),
        },
      };
    }),
  });
}

function idOf(feed: Feed, version: StoredVersion): string {
  return packageId(feed, version.protocol, version.name);
}
