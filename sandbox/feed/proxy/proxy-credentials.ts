import { createHash, timingSafeEqual } from "node:crypto";

export interface ProxyCredentials {
  readonly user: string;
  readonly password: string;
}

/** Says whether a `Proxy-Authorization` value carries these Basic credentials (RFC 7617, UTF-8). */
export function carriesCredentials(value: string | undefined, expected: ProxyCredentials): boolean {
  const match = /^basic +([A-Za-z0-9+/=]+) *$/i.exec(value ?? "");
  const given = Buffer.from(match?.[1] ?? "", "base64");
  return timingSafeEqual(digest(given), digest(Buffer.from(`${expected.user}:${expected.password}`)));
}

function digest(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
