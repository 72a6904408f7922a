import { Readable } from "node:stream";
import type { UpstreamFile } from "../../contents/version-saver";
import { sendBody, sendStream } from "../../http/answer";
import { badRequest, packageNotFound } from "../../http/problem";
import { upstreamsOf } from "../../request/feed-request";
import type { FeedRequest } from "../../request/feed-request";
import type { Digests } from "../../store/file-store";
import type { UpstreamSource } from "../../upstream/upstream-registry";
import { obtainFile } from "../obtain-file";
import type { WantedFile } from "../obtain-file";
import { enter, sendBytes, sendPackageFile } from "../send-file";
import { artifactFolder, isSnapshot } from "./repository-path";
import type { RepositoryPath } from "./repository-path";
import { isMaven, type MavenUpstream } from "./upstream/maven-upstream";

type ArtifactFile = Extract<RepositoryPath, { kind: "file" }>;

/** Files that describe packages are small and served in place; packages are redirected. */
const served = /\.(?:pom|xml|module|asc|json)$/u;

/** Answers a GET of an artifact's file, after saving it if need be. */
export async function sendArtifactFile(request: FeedRequest, path: ArtifactFile): Promise<void> {
  const obtained = await obtainFile(request, wantedFile(request, path));
  if (!served.test(path.file)) {
    await sendPackageFile(request, obtained, 303);
    return;
  }
  await sendBytes(request, obtained.file, "application/octet-stream");
  if (obtained.isNew) enter(request, obtained.file);
}

/**
 * Answers a GET of a checksum file: computed for what the feed holds, passed on and not saved for what only
 * an upstream source has (a checksum is no package file).
 */
export async function sendFileChecksum(
  request: FeedRequest,
  path: ArtifactFile,
  checksum: keyof Digests,
): Promise<void> {
  const { feed, view, access } = request;
  const missing = packageNotFound(`file '${path.file}.${checksum}' of '${path.name}'`, feed.name);
  const held = feed.contents
    .versions("maven", path.name, view?.name)
    .find(({ version }) => version === path.version)
    ?.files.get(path.file.toLowerCase());
  if (held !== undefined) {
    sendBody(request.exchange, 200, held.digests[checksum], { "Content-Type": "text/plain" });
    return;
  }
  if (feed.contents.isDeleted("maven", path.name, path.version)) throw missing;
  const sources = mavenSources(request, path);
  if (sources.length > 0 && access.isAnonymous) throw access.noLocalVersions(path.name);
  for (const { registry } of sources) {
    const body = await registry.open(`${locationOf(path)}.${checksum}`);
    if (body === undefined) continue;
    await passOn(request, body);
    return;
  }
  throw missing;
}

async function passOn(request: FeedRequest, body: Readable): Promise<void> {
  if (!request.access.has("AddUpstreamPackage")) body.destroy();
  request.access.require("AddUpstreamPackage");
  await sendStream(request.exchange, 200, body, { "Content-Type": "text/plain" });
}

function wantedFile(request: FeedRequest, path: ArtifactFile): WantedFile {
  return {
    protocol: "maven",
    name: path.name,
    normalizedVersion: path.version,
    file: path.file,
    offers: async () => {
      const offers: UpstreamFile[] = [];
      for (const upstream of mavenSources(request, path)) {
        const { registry } = upstream;
        // Who may not save is told so only for what exists; for the others the transfer itself is the question.
        const offered = request.access.has("AddUpstreamPackage") || (await exists(registry, path));
        if (offered) offers.push({ ...offerOf(path), upstream, open: () => openUpstream(registry, path) });
      }
      return offers;
    },
  };
}

/** The service reads each pom.xml that it saves, and none that is larger. */
const largestPom = 384_000;

async function openUpstream(registry: MavenUpstream, path: ArtifactFile): Promise<Readable | undefined> {
  const body = await registry.open(locationOf(path));
  if (body === undefined || !path.file.endsWith(".pom")) return body;
  return Readable.from(withinLimit(body, path.file), { objectMode: false });
}

/** @throws Problem 400. The wording is ours. */
async function* withinLimit(body: Readable, file: string): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestPom) {
      const message = `The file '${file}' has more than ${largestPom} bytes, the most that a POM may have.`;
      throw badRequest("InvalidPackageException", message);
    }
    yield chunk;
  }
}

function offerOf(path: ArtifactFile): Omit<UpstreamFile, "upstream" | "open"> {
  const { name, version, file } = path;
  return { protocol: "maven", name, version, normalizedVersion: version, file };
}

async function exists(registry: MavenUpstream, path: ArtifactFile): Promise<boolean> {
  const body = await registry.open(locationOf(path));
  body?.destroy();
  return body !== undefined;
}

function locationOf(path: ArtifactFile): string {
  return `${artifactFolder(path.name)}/${path.version}/${path.file}`;
}

/** Sources that may have the version: none for snapshots, none for what was pushed, one for what was saved. */
function mavenSources(request: FeedRequest, path: ArtifactFile): readonly UpstreamSource<MavenUpstream>[] {
  const { contents } = request.feed;
  const held = contents.version("maven", path.name, path.version);
  if (isSnapshot(path.version) || !contents.takesExternalVersions("maven", path.name)) return [];
  return upstreamsOf(request, isMaven).filter(({ id }) => held === undefined || held.upstream?.id === id);
}
