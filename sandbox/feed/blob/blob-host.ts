import { randomUUID } from "node:crypto";
import { create } from "xmlbuilder2";
import { sendBody, sendEmpty, sendStream } from "../http/answer";
import type { Exchange } from "../http/exchange";
import type { FileStore } from "../store/file-store";
import type { BlobAddresses } from "./blob-addresses";
import { readRange } from "./byte-range";

/** Answers for the blob host, which knows signatures and nothing of tokens. */
export async function answerBlob(exchange: Exchange, store: FileStore, blobs: BlobAddresses): Promise<void> {
  exchange.notes.protocol = "blob";
  if (exchange.request.headers.authorization !== undefined) {
    exchange.notes.identity = "unknown token";
    refuse(exchange, 400, "InvalidAuthenticationInfo", tokenRefused);
    return;
  }
  const grant = blobs.verify(exchange.path, exchange.query);
  if (grant === undefined) {
    refuse(exchange, 403, "AuthenticationFailed", signatureRefused);
    return;
  }
  if (exchange.method !== "GET" && exchange.method !== "HEAD") {
    refuse(exchange, 405, "UnsupportedHttpVerb", "The resource doesn't support specified Http Verb.");
    return;
  }
  const found = await store.stat(grant.sha256);
  if (found === undefined) {
    refuse(exchange, 404, "BlobNotFound", "The specified blob does not exist.");
    return;
  }
  const file = { sha256: grant.sha256, size: found.size };
  if (exchange.method === "GET") blobs.fetched(grant.sha256);
  await sendFile(exchange, store, file, headersFor(exchange, grant.sha256, found.modified));
}

// Texts of both refusals: pnpm#1815, npm/cli#7210.
const tokenRefused =
  "Authentication information is not given in the correct format. Check the value of Authorization header.";
const signatureRefused =
  "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.";

/** Headers of a blob answer as captured in uv#11379. */
function headersFor(exchange: Exchange, sha256: string, modified: Date): Record<string, string> {
  return {
    "Content-Type": "application/octet-stream",
    "Accept-Ranges": "bytes",
    ETag: `"0x8${sha256.slice(0, 14).toUpperCase()}"`,
    "Last-Modified": modified.toUTCString(),
    "Content-Language": exchange.query.get("rscl") ?? "",
    "Content-Disposition": exchange.query.get("rscd") ?? "",
    "Access-Control-Allow-Origin": "*",
    "X-Cache": "TCP_MISS",
    "x-ms-request-id": randomUUID(),
    "x-ms-version": "2019-07-07",
    "x-ms-blob-type": "BlockBlob",
  };
}

async function sendFile(
  exchange: Exchange,
  store: FileStore,
  file: { readonly sha256: string; readonly size: number },
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  if (exchange.request.headers["if-none-match"] === headers["ETag"]) {
    sendEmpty(exchange, 304, headers);
    return;
  }
  const range = readRange(exchange.request.headers.range, file.size);
  if (range === "unsatisfiable") {
    sendEmpty(exchange, 416, { ...headers, "Content-Range": `bytes */${file.size}` });
    return;
  }
  const { start, end } = range ?? { start: 0, end: file.size - 1 };
  const described = {
    ...headers,
    "Content-Length": end - start + 1,
    ...(range && { "Content-Range": `bytes ${start}-${end}/${file.size}` }),
  };
  const status = range === undefined ? 200 : 206;
  if (exchange.method === "HEAD" || file.size === 0) sendEmpty(exchange, status, described);
  else await sendStream(exchange, status, store.read(file.sha256, { start, end }), described);
}

function refuse(exchange: Exchange, status: number, code: string, message: string): void {
  const details = `${message}\nRequestId:${exchange.activityId}\nTime:${new Date().toISOString()}`;
  exchange.response.statusMessage = message;
  const error = { Error: { Code: code, Message: details } };
  const xml = create({ version: "1.0", encoding: "utf-8" }, error).end();
  // The service begins with a byte order mark.
  sendBody(exchange, status, `\uFEFF${xml}`, { "Content-Type": "application/xml", "x-ms-error-code": code });
}
