import { basicPair, bearer } from "../../core/credentials";
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

/** How a token is handed over (RFC 7617, RFC 6750). */
export type Scheme = "Basic" | "Bearer";

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
  readonly #authorizations: ReadonlyMap<Identity, Authorizations>;
  readonly #feeds = new Map<string, Authorizations>();

  /** @param organization The job's, which the reason against an address speaks of. */
  constructor(identities: readonly Identity[], organization: Organization) {
    this.#identities = identities;
    this.#organization = organization;
    this.#authorizations = new Map(identities.map((identity) => [identity, headersOf(identity)]));
  }

  /**
   * Throws a ForeignAddress for one that no identity covers.
   * @param scheme The one that the identity's token is handed over in where it may be; else it is Basic.
   */
  find(address: string, scheme: Scheme = "Basic"): CoveredAddress {
    const url = parseUrl(address);
    if (url?.href === address)
      for (const [feed, known] of this.#feeds)
        if (address.startsWith(feed)) return { url, authorization: known[scheme] };
    const identity = identityFor(this.#identities, address);
    const authorizations = identity && this.#authorizations.get(identity);
    if (url === undefined || authorizations === undefined) throw this.#foreign(address);
    const feed = /^[^?#]+?\/_packaging\/[^/?#]+\//i.exec(url.href)?.[0];
    if (feed !== undefined) this.#feeds.set(feed, authorizations);
    return { url, authorization: authorizations[scheme] };
  }

  #foreign(address: string): ForeignAddress {
    const recognition = recognizeFeed(address, this.#organization);
    const reason = recognition.kind === "own" ? "of no identity of this step" : recognition.reason;
    return new ForeignAddress(`${logAddress(address)} is ${reason}`);
  }
}

type Authorizations = Readonly<Record<Scheme, Secret>>;

function headersOf({ credentials, takesBearer }: Identity): Authorizations {
  const basic = basicPair(credentials).map((pair) => `Basic ${pair}`);
  return { Basic: basic, Bearer: takesBearer === true ? bearer(credentials) : basic };
}
