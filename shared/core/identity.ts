import type { Credentials } from "./credentials";
import { isOwnFeed } from "./feed-address";
import type { Organization } from "./organization";
import { isRestCall } from "./rest-address";

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
}

/** The job's own token, which is for the feeds of the organization that the job runs in, and for REST calls about them. */
export function jobIdentity(organization: Organization, credentials: Credentials): Identity {
  return {
    title: "the job's token",
    covers: (address) => isOwnFeed(address, organization) || isRestCall(address, organization),
    credentials,
  };
}

/** The first identity that covers an address; undefined where none does. */
export function identityFor(identities: readonly Identity[], address: string): Identity | undefined {
  return identities.find((identity) => identity.covers(address));
}
