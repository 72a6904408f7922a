import { basicPair } from "../../core/credentials";
import { recognizeFeed } from "../../core/feed-address";
import { identityFor, type Identity } from "../../core/identity";
import { logAddress } from "../../core/log-text";
import type { Organization } from "../../core/organization";
import type { Secret } from "../../core/secret";
import { parseUrl } from "../../core/url";

/** An address that no identity covers: it is not asked, with or without credentials. */
export class ForeignAddress extends Error {
  override readonly name = "ForeignAddress";
}

/** An address that may be asked, and the value of the header `Authorization` that goes with it. */
export interface CoveredAddress {
  readonly url: URL;
  readonly authorization: Secret;
}

/**
 * The gate in front of every request that carries credentials: finds the identity of an address. Once an address of a
 * feed was looked at, another one is of the same feed when the parser changes nothing in it and it begins the same, from
 * the scheme to the slash behind the feed.
 */
export class CoveredAddresses {
  readonly #identities: readonly Identity[];
  readonly #organization: Organization;
  readonly #authorizations: ReadonlyMap<Identity, Secret>;
  readonly #feeds = new Map<string, Secret>();

  /** @param organization The job's, which the reason against an address speaks of. */
  constructor(identities: readonly Identity[], organization: Organization) {
    this.#identities = identities;
    this.#organization = organization;
    this.#authorizations = new Map(identities.map((identity) => [identity, basicHeader(identity)]));
  }

  /** Throws a ForeignAddress for one that no identity covers. */
  find(address: string): CoveredAddress {
    const url = parseUrl(address);
    if (url?.href === address)
      for (const [feed, authorization] of this.#feeds)
        if (address.startsWith(feed)) return { url, authorization };
    const identity = identityFor(this.#identities, address);
    const authorization = identity && this.#authorizations.get(identity);
    if (url === undefined || authorization === undefined) throw this.#foreign(address);
    const feed = /^[^?#]+?\/_packaging\/[^/?#]+\//i.exec(url.href)?.[0];
    if (feed !== undefined) this.#feeds.set(feed, authorization);
    return { url, authorization };
  }

  #foreign(address: string): ForeignAddress {
    const recognition = recognizeFeed(address, this.#organization);
    const reason = recognition.kind === "own" ? "of no identity of this step" : recognition.reason;
    return new ForeignAddress(`${logAddress(address)} is ${reason}`);
  }
}

function basicHeader({ credentials }: Identity): Secret {
  return basicPair(credentials).map((pair) => `Basic ${pair}`);
}
