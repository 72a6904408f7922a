import { sendJson } from "../../http/answer";
import { methodNotAllowed, packageNotFound } from "../../http/problem";
import type { FeedRequest } from "../../request/feed-request";
import { obtainFile } from "../obtain-file";
import { sendPackageFile } from "../send-file";
import { crateFile, offeredCrates } from "./crate-versions";
import { crateVersionKey } from "./index-entry";
import { receiveCrate } from "./publish";
import { sendConfig, sendIndexFile } from "./sparse-index";

/** Answers what is below `Cargo/`: the sparse index and Cargo's web API. */
export async function routeCargo(request: FeedRequest): Promise<void> {
  const { exchange, tail, feed } = request;
  const [area = "", ...path] = tail;
  if (area.toLowerCase() === "index") {
    if (exchange.method !== "GET" && exchange.method !== "HEAD")
      throw methodNotAllowed(exchange.method, "GET");
    if (path.join("/") === "config.json") sendConfig(request);
    else await sendIndexFile(request, path);
    return;
  }
  const [version, crates, crate = "", number = "", action] = path;
  if (area !== "api" || version !== "v1" || crates !== "crates") {
    throw packageNotFound(`resource 'cargo/${tail.join("/")}'`, feed.name);
  }
  if (crate === "new" && number === "") {
    if (exchange.method !== "PUT") throw methodNotAllowed(exchange.method, "PUT");
    await receiveCrate(request);
  } else if (action === "download") {
    if (exchange.method !== "GET" && exchange.method !== "HEAD")
      throw methodNotAllowed(exchange.method, "GET");
    await sendCrate(request, crate.toLowerCase(), number);
  } else if (action === "yank" || action === "unyank") {
    changeYank(request, crate.toLowerCase(), number, action);
  } else {
    throw packageNotFound(`resource 'cargo/${tail.join("/")}'`, feed.name);
  }
}

/** 302 to the blob host, after saving the crate if need be (mxc's seed script). */
async function sendCrate(request: FeedRequest, crate: string, version: string): Promise<void> {
  const normalizedVersion = crateVersionKey(version);
  const obtained = await obtainFile(request, {
    protocol: "cargo",
    name: crate,
    normalizedVersion,
    file: crateFile(crate, version),
    offers: async () =>
      (await offeredCrates(request, crate))
        .map(({ offer }) => offer)
        .filter((offer) => offer.normalizedVersion === normalizedVersion),
  });
  await sendPackageFile(request, obtained, 302);
}

/** Publishers may unlist ("Feed permissions"); the calls are those of Cargo's web API. */
function changeYank(request: FeedRequest, crate: string, version: string, action: "yank" | "unyank"): void {
  const { exchange, access, feed } = request;
  const method = action === "yank" ? "DELETE" : "PUT";
  if (exchange.method !== method) throw methodNotAllowed(exchange.method, method);
  access.require("AddPackage");
  const held = feed.contents.version("cargo", crate, crateVersionKey(version));
  if (held === undefined || held.deletedAt !== undefined) {
    throw packageNotFound(`crate '${crate} ${version}'`, feed.name);
  }
  held.listed = action === "unyank";
  sendJson(exchange, { ok: true });
}
