import { createHash } from "node:crypto";
import { sendBody, sendEmpty } from "../../http/answer";
import { packageNotFound } from "../../http/problem";
import { upstreamsOf } from "../../request/feed-request";
import type { FeedRequest } from "../../request/feed-request";
import { crateIndexPath } from "./crate-paths";
import { heldEntries, offeredCrates } from "./crate-versions";
import { isCargo } from "./upstream/cargo-upstream";

/**
 * `config.json`. A public feed says no `auth-required`, so Cargo stays anonymous there unless the address
 * has `~force-auth` (azure-sdk-for-rust#5041). The download template is that of iot-identity-service#635; `api` is
 * inferred from it.
 */
export function sendConfig(request: FeedRequest): void {
  const base = `${request.feedAddress}/cargo`;
  const guarded = request.forceAuth || request.feed.visibility === "private";
  const config = {
    dl: `${base}/api/v1/crates/{crate}/{version}/download`,
    api: base,
    "auth-required": guarded,
  };
  sendTagged(request, JSON.stringify(config), "application/json; charset=utf-8");
}

/**
 * The index file of a crate: held versions, then what only upstream sources have.
 * @throws Problem 404 for an unknown crate, 401 to the anonymous who see none of an upstream source's.
 */
export async function sendIndexFile(request: FeedRequest, path: readonly string[]): Promise<void> {
  const crate = (path.at(-1) ?? "").toLowerCase();
  const { access } = request;
  const known = path.join("/").toLowerCase() === crateIndexPath(crate);
  const held = known ? heldEntries(request, crate) : [];
  const offered = known && !access.isAnonymous ? await offeredCrates(request, crate) : [];
  const lines = [...held, ...offered.map(({ entry }) => entry)].map((entry) => JSON.stringify(entry));
  if (lines.length === 0) {
    const hidden = known && access.isAnonymous && upstreamsOf(request, isCargo).length > 0;
    throw hidden ? access.noLocalVersions(crate) : packageNotFound(`crate '${crate}'`, request.feed.name);
  }
  sendTagged(request, `${lines.join("\n")}\n`, "text/plain; charset=utf-8");
}

function sendTagged(request: FeedRequest, body: string, type: string): void {
  const tag = `"${createHash("sha256").update(body).digest("hex").slice(0, 32)}"`;
  const headers = { ETag: tag, "Cache-Control": "no-cache" };
  if (request.exchange.request.headers["if-none-match"] === tag) sendEmpty(request.exchange, 304, headers);
  else sendBody(request.exchange, 200, body, { "Content-Type": type, ...headers });
}
