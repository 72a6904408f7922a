import type { Credentials } from "./credentials";
import { isOwnFeed, recognizeFeed, type Feed } from "./feed-address";
import type { Organization } from "./organization";
import { isRestCall } from "./rest-address";
import { parseUrl } from "./url";

/** Credentials together with the addresses that they are for. */
export interface Identity {
  /** How the log calls it: `the job's token`. */
  readonly title: string;
  /**
   * Whether an address may have the credentials; it is parsed, and its parts are compared. What it says of one address
   * of a feed, it says of all of them.
   */
  covers(address: string): boolean;
  readonly credentials: Credentials;
  /** Whether its token may also be handed over as `Bearer`: a personal access token may not. */
  readonly takesBearer?: true;
  /** The organization, where it is for the feeds of one: for all of them, REST calls about them, and nothing else. */
  readonly organization?: Organization;
}

/** Who is covered at an address: the first identity that is for it, and the feed of its organization. */
export interface Coverage {
  readonly identity: Identity;
  readonly url: URL;
  /** Absent where the identity is for a registry that is none of Azure Artifacts. */
  readonly feed?: Feed;
}

/** Credentials for all feeds of an organization, and for REST calls about them. */
export function organizationIdentity(
  title: string,
  organization: Organization,
  credentials: Credentials,
): Identity {
  return {
    title,
    organization,
    credentials,
    covers: (address) => isOwnFeed(address, organization) || isRestCall(address, organization),
  };
}

/** The job's own token, which is for the organization that the job runs in. */
export function jobIdentity(organization: Organization, credentials: Credentials): Identity {
  return { ...organizationIdentity("the job's token", organization, credentials), takesBearer: true };
}

/** The first identity that covers an address; undefined where none does. */
export function identityFor(identities: readonly Identity[], address: string): Identity | undefined {
  return identities.find((identity) => identity.covers(address));
}

/** The same with what else the address tells, or why no identity covers it: by the first one's organization. */
export function coverageOf(
  identities: readonly Identity[],
  address: string,
): Coverage | { readonly reason: string } {
  let reason = "covered by no identity of the job";
  for (const [index, identity] of identities.entries()) {
    if (identity.organization === undefined) {
      const url = identity.covers(address) ? parseUrl(address) : undefined;
      if (url !== undefined) return { identity, url };
      continue;
    }
    const recognition = recognizeFeed(address, identity.organization);
    if (recognition.kind === "own") return { identity, url: recognition.url, feed: recognition.feed };
    if (index === 0) reason = recognition.reason;
  }
  return { reason };
}
