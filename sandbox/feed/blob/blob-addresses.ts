import { createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";

/** What a signed blob address gives access to. */
export interface BlobGrant {
  readonly sha256: string;
  readonly filename: string;
}

/** Signed, expiring addresses of the blob host; the shape is that of uv#11379. */
export class BlobAddresses {
  readonly #key = randomBytes(32);
  readonly #container = randomBytes(16).toString("hex");
  readonly #lifetimeMs: number;
  readonly #awaited = new Map<string, () => void>();

  constructor(lifetimeMs: number) {
    this.#lifetimeMs = lifetimeMs;
  }

  /**
   * A new address for a file; no two are equal, so that caches keyed by address never hit (uv#10359).
   * @param origin `scheme://host[:port]` of the blob host.
   */
  sign(origin: string, grant: BlobGrant): string {
    const path = `/b-${this.#container}/${grant.sha256.toUpperCase()}.blob`;
    const query = new URLSearchParams({
      sv: "2019-07-07",
      sr: "b",
      se: new Date(Date.now() + this.#lifetimeMs).toISOString(),
      sp: "r",
      rscl: `x-e2eid-${randomUUID()}`,
      rscd: `attachment; filename="${grant.filename}"`,
      P1: String(Math.floor(Date.now() / 1000)),
      P2: "1",
      P3: "2",
    });
    query.set("sig", this.#signature(path, query));
    return `${origin}${path}?${query.toString()}`;
  }

  /** Has something done once, when a file is fetched. */
  whenFetched(sha256: string, action: () => void): void {
    this.#awaited.set(sha256, action);
  }

  /** To be told of each file that is given. */
  fetched(sha256: string): void {
    this.#awaited.get(sha256)?.();
    this.#awaited.delete(sha256);
  }

  /** What an address grants; undefined when it was not signed here, was changed, or has expired. */
  verify(path: string, query: URLSearchParams): BlobGrant | undefined {
    const [, hash = ""] = /^\/b-[0-9a-f]{32}\/([0-9A-F]{64})\.blob$/u.exec(path) ?? [];
    const given = Buffer.from(query.get("sig") ?? "");
    const signed = new URLSearchParams(query);
    signed.delete("sig");
    const expected = Buffer.from(this.#signature(path, signed));
    const genuine = given.length === expected.length && timingSafeEqual(given, expected);
    if (hash === "" || !genuine || Date.parse(query.get("se") ?? "") < Date.now()) return undefined;
    const [, filename = ""] = /filename="([^"]*)"/u.exec(query.get("rscd") ?? "") ?? [];
    return { sha256: hash.toLowerCase(), filename };
  }

  #signature(path: string, query: URLSearchParams): string {
    return createHmac("sha256", this.#key).update(`${path}?${query.toString()}`).digest("base64");
  }
}
