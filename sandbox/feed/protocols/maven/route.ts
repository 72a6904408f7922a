import { createHash } from "node:crypto";
import { sendBody } from "../../http/answer";
import { methodNotAllowed, packageNotFound } from "../../http/problem";
import type { FeedRequest } from "../../request/feed-request";
import type { Digests } from "../../store/file-store";
import { artifactMetadata } from "./artifact-metadata";
import { sendArtifactFile, sendFileChecksum } from "./artifact-file";
import { receiveFile } from "./deploy";
import { readRepositoryPath, splitChecksum } from "./repository-path";
import { snapshotMetadata } from "./snapshot-metadata";

/** Answers what is below `maven/v1/`. */
export async function routeMaven(request: FeedRequest): Promise<void> {
  const { exchange, tail, feed } = request;
  const [version = "", ...segments] = tail;
  if (version.toLowerCase() !== "v1") throw packageNotFound(`resource 'maven/${version}'`, feed.name);
  if (exchange.method === "PUT") {
    await receiveFile(request, segments);
    return;
  }
  if (exchange.method !== "GET" && exchange.method !== "HEAD")
    throw methodNotAllowed(exchange.method, "GET, PUT");
  const { segments: plain, checksum } = splitChecksum(segments);
  const path = readRepositoryPath(plain);
  if (path === undefined) throw packageNotFound(`file '${segments.join("/")}'`, feed.name);
  if (path.kind === "metadata") {
    sendDocument(request, await artifactMetadata(request, path.name), checksum);
  } else if (path.kind === "snapshotMetadata") {
    const held = feed.contents.versions("maven", path.name, request.view?.name);
    const snapshot = held.find((each) => each.version === path.version);
    if (snapshot === undefined) throw packageNotFound(`package '${path.name} ${path.version}'`, feed.name);
    sendDocument(request, snapshotMetadata(snapshot), checksum);
  } else if (checksum === undefined) {
    await sendArtifactFile(request, path);
  } else {
    await sendFileChecksum(request, path, checksum);
  }
}

function sendDocument(request: FeedRequest, xml: string, checksum: keyof Digests | undefined): void {
  if (checksum === undefined)
    sendBody(request.exchange, 200, xml, { "Content-Type": "text/xml; charset=utf-8" });
  else {
    const digest = createHash(checksum).update(xml).digest("hex");
    sendBody(request.exchange, 200, digest, { "Content-Type": "text/plain" });
  }
}
