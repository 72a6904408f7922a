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

/**
 * `ownAddress` for many addresses. Once an address of a feed was looked at, another one is of the same feed when the
 * parser changes nothing in it and it begins the same, from the scheme to the slash behind the feed.
 */
export class OwnAddresses {
  readonly #organization: Organization;
  readonly #feeds = new Set<string>();

  constructor(organization: Organization) {
    this.#organization = organization;
  }

  /** Throws as `ownAddress` does. */
  parse(address: string): URL {
    const url = parseUrl(address);
    if (url?.href === address) for (const feed of this.#feeds) if (address.startsWith(feed)) return url;
    const own = ownAddress(address, this.#organization);
    const feed = /^[^?#]+?\/_packaging\/[^/?#]+\//i.exec(own.href)?.[0];
    if (feed !== undefined) this.#feeds.add(feed);
    return own;
  }
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
