import type { Exchange } from "../http/exchange";
import { badRequest } from "../http/problem";
import type { Problem } from "../http/problem";
import type { ServerRelease } from "../world/definition";
import type { Organization } from "../world/model";

/** The newest version that a release knows ("REST API versioning"; 5.1: azure-boards-estimate#73). */
const newestOf: Readonly<Record<ServerRelease, string>> = {
  "2018": "4.0",
  "2019.1": "5.1",
  "2020": "6.0",
  "2022": "7.0",
};
const newestOfServices = "7.2";

/** What is known of a resource's versions. */
export interface ResourceVersions {
  /** Since when it is there; a version before has no such route. */
  readonly first?: string;
  /** The newest version of Services in which it is no preview any more; absent: it is one in every version. */
  readonly released?: string;
}

/** Feeds, packages, permissions and changes (REST reference 7.1, "Artifacts": `api-version=7.1`). */
export const feedVersions: ResourceVersions = { released: "7.1" };

/** `connectionData` (azure-devops-node-api, LocationsApi.ts). */
export const previewVersions: ResourceVersions = {};

/**
 * Checks the `api-version` of a request's query. A GET without one gets the newest (azure-devops-node-api, VsoClient.ts).
 * Texts and types: actions/runner, src/Sdk/Resources/WebApiResources.g.cs and the exceptions that it words; recorded in
 * msft-extensions#491, azure-boards-estimate#73 (out of range) and arcade-services#1141 (preview, with its envelope).
 * @throws Problem 400 for any other request without one, for one that is none, that is newer than the server, or that is
 *   a preview and is not called so.
 */
export function checkApiVersion(
  exchange: Exchange,
  organization: Organization,
  { first, released }: ResourceVersions,
): void {
  const asked = exchange.query.get("api-version");
  if (asked === null) {
    if (["GET", "HEAD", "OPTIONS"].includes(exchange.method)) return;
    throw notSpecified(exchange.method);
  }
  const [, number, preview, revision] = /^(\d{1,3}\.\d{1,3})(-preview(?:\.(\d{1,3}))?)?$/u.exec(asked) ?? [];
  if (number === undefined) throw malformed(asked);
  const newest = organization.release === undefined ? newestOfServices : newestOf[organization.release];
  const isTooOld = first !== undefined && isNewer(first, number);
  if (isNewer(number, newest) || isTooOld || Number(revision ?? 1) > 1) throw outOfRange(number, newest);
  // What a release of the Server calls released is not documented: there, each version of these calls is a preview.
  const isReleased =
    released !== undefined && organization.release === undefined && !isNewer(number, released);
  if (preview === undefined && !isReleased) throw underPreview(number);
}

function isNewer(one: string, other: string): boolean {
  const [[major = 0, minor = 0], [otherMajor = 0, otherMinor = 0]] = [one, other].map((text) =>
    text.split(".").map(Number),
  ) as [number[], number[]];
  return major === otherMajor ? minor > otherMinor : major > otherMajor;
}

function outOfRange(asked: string, newest: string): Problem {
  const message = `The requested REST API version of ${asked} is out of range for this server. The latest REST API version this server supports is ${newest}.`;
  return badRequest("VssVersionOutOfRangeException", message);
}

function underPreview(asked: string): Problem {
  const message = `The requested version "${asked}" of the resource is under preview. The -preview flag must be supplied in the api-version for such requests. For example: "${asked}-preview"`;
  return badRequest("VssInvalidPreviewVersionException", message);
}

function notSpecified(method: string): Problem {
  const message = `No api-version was supplied for the "${method}" request. The version must be supplied either as part of the Accept header (e.g. "application/json; api-version=1.0") or as a query parameter (e.g. "?api-version=1.0").`;
  return badRequest("VssVersionNotSpecifiedException", message);
}

function malformed(asked: string): Problem {
  const message = `Invalid api version string: "${asked}". Api version string must be in the format: {Major}.{Minor}[-preview[.{ResourceVersion}]].`;
  return badRequest("VssInvalidApiResourceVersionException", message);
}
