import type { StoredFile } from "../contents/stored-version";
import type { UpstreamFile } from "../contents/version-saver";
import type { Protocol } from "../contents/version-key";
import { browserRefused, methodNotAllowed, packageNotFound } from "../http/problem";
import { visibleUpstreams } from "../request/feed-request";
import type { FeedRequest } from "../request/feed-request";

/** The file that a client asks for. */
export interface WantedFile {
  readonly protocol: Protocol;
  readonly name: string;
  readonly normalizedVersion: string;
  readonly file: string;
  /** The upstream sources' offers, best first. Asked only when the feed does not hold the file. */
  offers(): Promise<readonly UpstreamFile[]>;
}

/** A file that the feed has now. */
export interface ObtainedFile {
  readonly file: StoredFile;
  /** Whether it came from an upstream source for this request. */
  readonly isNew: boolean;
}

/**
 * Finds a file in the feed, or saves it from an upstream source: on a GET by Collaborator and above, and on
 * nothing else (learn.microsoft.com "Set up upstream sources"; azure-sdk-for-rust#5041 for the anonymous).
 * @throws Problem 404 for what is nowhere, was deleted or is blocked, 401 to the anonymous and 403 to readers
 *   for what is not saved, 405 for HEAD on it (uv#1458), 400 for what a browser might have sent (pnpm#11602).
 */
export async function obtainFile(request: FeedRequest, wanted: WantedFile): Promise<ObtainedFile> {
  const { feed, access, exchange, view } = request;
  const { protocol, name, normalizedVersion } = wanted;
  const missing = packageNotFound(
    `file '${wanted.file}' of package '${name} ${normalizedVersion}'`,
    feed.name,
  );
  if (feed.contents.isDeleted(protocol, name, normalizedVersion)) throw missing;
  const held = feed.contents
    .versions(protocol, name, view?.name)
    .find((version) => version.normalizedVersion === normalizedVersion)
    ?.files.get(wanted.file.toLowerCase());
  if (held !== undefined) return { file: held, isNew: false };

  if (!visibleUpstreams(request).some(({ registry }) => registry.kind === protocol)) throw missing;
  if (access.isAnonymous) throw access.noLocalVersions(name);
  if (!feed.contents.takesExternalVersions(protocol, name)) throw missing;
  const offers = await wanted.offers();
  if (offers.length === 0) throw missing;
  access.require("AddUpstreamPackage");
  if (Object.keys(exchange.request.headers).some((name) => name.startsWith("sec-fetch-")))
    throw browserRefused();
  if (exchange.method === "HEAD") throw methodNotAllowed("HEAD", "GET");
  for (const offer of offers) {
    const saved = await request.services.saver.save(feed, offer, exchange.userAgent);
    if (saved !== undefined) return { file: saved, isNew: true };
  }
  throw missing;
}
