import { sendEmpty, sendStream } from "../http/answer";
import type { StoredFile } from "../contents/stored-version";
import type { FeedRequest } from "../request/feed-request";
import { servicesBlobHost } from "../request/site";
import type { ObtainedFile } from "./obtain-file";

/**
 * Answers a GET of a package's file: sends the client to the blob host, or gives the bytes where they were saved for this
 * request and the feed does so.
 * @param status 303 (PyPI: uv#13595; Maven: MNG-6614) or 302 (Cargo: mxc's seed script).
 */
export async function sendPackageFile(
  request: FeedRequest,
  { file, isNew }: ObtainedFile,
  status: 302 | 303,
): Promise<void> {
  const { feed } = request;
  if (isNew && feed.firstAnswer === "bytes") {
    // The type as pnpm#11572 has it.
    await sendBytes(request, file, "application/octet-stream; api-version=7.2-preview.1");
    enter(request, file);
    return;
  }
  redirectToBlob(request, file, status);
  const { sha256 } = file.digests;
  if (isNew && feed.savesWhen === "fetched")
    request.services.blobs.whenFetched(sha256, () => {
      enter(request, file);
    });
}

/** Gives the bytes of a file in place. */
export async function sendBytes(request: FeedRequest, file: StoredFile, type: string): Promise<void> {
  const headers = {
    "Content-Type": type,
    "Content-Length": file.size,
    "Last-Modified": file.storedAt.toUTCString(),
  };
  if (request.exchange.method === "HEAD") sendEmpty(request.exchange, 200, headers);
  else await sendStream(request.exchange, 200, request.services.store.read(file.digests.sha256), headers);
}

/** Enters a file that was not entered when it was asked for. */
export function enter({ feed }: FeedRequest, file: StoredFile): void {
  if (feed.savesWhen === "fetched") feed.contents.add(file);
}

function redirectToBlob(request: FeedRequest, file: StoredFile, status: 302 | 303): void {
  const { exchange, organization, services } = request;
  const origin =
    organization.kind === "services"
      ? `${exchange.scheme}://${servicesBlobHost}`
      : services.serverBlobOrigin();
  const location = services.blobs.sign(origin, { sha256: file.digests.sha256, filename: file.file });
  sendEmpty(exchange, status, { Location: location, "Cache-Control": "no-cache" });
}
