import { sendEmpty } from "../http/answer";
import type { StoredFile } from "../contents/stored-version";
import type { FeedRequest } from "../request/feed-request";
import { servicesBlobHost } from "../request/site";

/**
 * Sends the client to the blob host for a file.
 * @param status 303 (PyPI: uv#13595; Maven: MNG-6614) or 302 (Cargo: mxc's seed script).
 */
export function redirectToBlob(request: FeedRequest, file: StoredFile, status: 302 | 303): void {
  const { exchange, organization, services } = request;
  const origin =
    organization.kind === "services"
      ? `${exchange.scheme}://${servicesBlobHost}`
      : services.serverBlobOrigin();
  const location = services.blobs.sign(origin, { sha256: file.digests.sha256, filename: file.file });
  sendEmpty(exchange, status, { Location: location, "Cache-Control": "no-cache" });
}
