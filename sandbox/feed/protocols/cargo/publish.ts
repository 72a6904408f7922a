import { sendJson } from "../../http/answer";
import { badRequest } from "../../http/problem";
import type { FeedRequest } from "../../request/feed-request";
import { existsUpstream, fileExists, versionDeleted } from "../conflict";
import { enterPushed } from "../enter-pushed";
import { crateFile, offeredCrates } from "./crate-versions";
import { crateVersionKey, indexEntryFor } from "./index-entry";
import type { PublishedCrate } from "./index-entry";
import { readPublishBody } from "./publish-body";

/**
 * Answers `PUT api/v1/crates/new`: 200 with empty warnings, as Cargo expects.
 * @throws Problem 401, 403 `AddPackage`, 400 for a bad body, 409 for a version that exists.
 */
export async function receiveCrate(request: FeedRequest): Promise<void> {
  const { access, exchange, services, feed } = request;
  access.require("AddPackage");
  const { metadata, crate } = await readPublishBody(exchange.request);
  if (!isPublishedCrate(metadata)) {
    throw badRequest("InvalidPackageException", "The crate's metadata has no name and version.");
  }
  const name = metadata.name.toLowerCase();
  const key = crateVersionKey(metadata.vers);
  const file = crateFile(name, metadata.vers);
  const spelled = `${metadata.name} ${metadata.vers}`;
  const held = feed.contents.version("cargo", name, key);
  if (held?.deletedAt !== undefined) throw versionDeleted(feed.name, spelled);
  if (held?.upstream !== undefined) throw existsUpstream(spelled, held.upstream);
  if (held !== undefined) throw fileExists(feed.name, file, spelled);
  const offered = (await offeredCrates(request, name)).find(({ offer }) => offer.normalizedVersion === key);
  if (offered !== undefined) throw existsUpstream(spelled, offered.offer.upstream);

  const written = await services.store.write(crate);
  enterPushed(feed, {
    protocol: "cargo",
    name,
    version: metadata.vers,
    normalizedVersion: key,
    file,
    ...written,
    metadata: indexEntryFor(metadata, written.digests.sha256),
  });
  sendJson(exchange, { warnings: { invalid_categories: [], invalid_badges: [], other: [] } });
}

function isPublishedCrate(value: unknown): value is PublishedCrate {
  const crate = value as Partial<PublishedCrate> | null;
  return (
    typeof crate?.name === "string" &&
    typeof crate.vers === "string" &&
    Array.isArray(crate.deps) &&
    typeof crate.features === "object"
  );
}
