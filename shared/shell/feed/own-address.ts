import { recognizeFeed } from "../../core/feed-address";
import { logAddress } from "../../core/log-text";
import type { Organization } from "../../core/organization";
import { parseUrl } from "../../core/url";

/** An address that is not one of the job's organization: it is not asked, with or without the token. */
export class ForeignAddress extends Error {
  override readonly name = "ForeignAddress";
}

/**
 * The parsed address, when it may have the job's token: a feed of the organization, or a REST call of it.
 * Throws a ForeignAddress otherwise. The gate in front of every request that carries the token.
 */
export function ownAddress(address: string, organization: Organization): URL {
  const recognition = recognizeFeed(address, organization);
  if (recognition.kind === "own") return recognition.url;
  const url = parseUrl(address);
  if (url !== undefined && isRestCall(url, organization)) return url;
  throw new ForeignAddress(`${logAddress(address)} is ${recognition.reason}`);
}

function isRestCall(url: URL, organization: Organization): boolean {
  if (url.username !== "" || url.password !== "") return false;
  return [organization.feedRoot, restRoot(organization)].some((root) => {
    const { origin, pathname } = new URL(root);
    const rest = url.pathname.slice(pathname.length);
    const inside = url.pathname.toLowerCase().startsWith(pathname.toLowerCase());
    return url.origin === origin && inside && /^(?:[^/]+\/)?_apis\//i.test(rest);
  });
}

/**
 * Where the calls about feeds and packages live: a host of their own on Services, the collection on Server.
 * Source: vsts-rest-api-specs, specification/artifacts/7.2/feed.json, `host`.
 */
export function restRoot(organization: Organization): string {
  return organization.kind === "services"
    ? `https://feeds.dev.azure.com/${encodeURIComponent(organization.name)}/`
    : organization.feedRoot;
}
