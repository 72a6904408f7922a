import { sendEmpty } from "../../http/answer";
import { badRequest } from "../../http/problem";
import type { FeedRequest } from "../../request/feed-request";
import { existsUpstream, fileExists, versionDeleted } from "../conflict";
import { enterPushed } from "../enter-pushed";
import { upstreamMetadata } from "./artifact-metadata";
import { isSnapshot, readRepositoryPath, splitChecksum } from "./repository-path";
import { isMaven } from "./upstream/maven-upstream";

/**
 * Answers a PUT. Checksums and metadata are accepted and not kept: both are computed from the files.
 * @throws Problem 401, 403 `AddPackage`, 400 for a path without coordinates, 409 for what exists; only
 *   `-SNAPSHOT` files may be replaced.
 */
export async function receiveFile(request: FeedRequest, segments: readonly string[]): Promise<void> {
  const { access, exchange, feed, services } = request;
  access.require("AddPackage");
  const addressed = splitChecksum(segments);
  const path = readRepositoryPath(addressed.segments);
  if (path === undefined)
    throw badRequest("InvalidPackageException", `'${segments.join("/")}' is not an artifact.`);
  if (addressed.checksum !== undefined || path.kind !== "file") {
    sendEmpty(exchange, 200);
    return;
  }
  await refuseExisting(request, path.name, path.version, path.file);
  const written = await services.store.write(exchange.request);
  const { name, version, file } = path;
  const pushed = { protocol: "maven", name, version, normalizedVersion: version, file, ...written };
  enterPushed(feed, pushed, { replaces: isSnapshot(version) });
  sendEmpty(exchange, 200);
}

async function refuseExisting(
  request: FeedRequest,
  name: string,
  version: string,
  file: string,
): Promise<void> {
  const { feed } = request;
  const spelled = `${name} ${version}`;
  const held = feed.contents.version("maven", name, version);
  if (held?.deletedAt !== undefined) throw versionDeleted(feed.name, spelled);
  if (held?.upstream !== undefined) throw existsUpstream(spelled, held.upstream);
  if (isSnapshot(version)) return;
  if (held?.files.has(file.toLowerCase()) === true) throw fileExists(feed.name, file, spelled);
  if (held !== undefined) return;
  const documents = await upstreamMetadata(request, name);
  const source = request.feed.upstreams.find(({ registry }) => isMaven(registry));
  if (source !== undefined && documents.some(({ versions }) => versions.includes(version))) {
    throw existsUpstream(spelled, source);
  }
}
