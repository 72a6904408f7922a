/** Where a registry is, with the credentials kept apart so that the address can be printed. */
export interface RegistryAddress {
  /** Without userinfo, query, fragment and without a slash at the end. */
  readonly url: string;
  /** The value of an Authorization header, for requests to this address's own origin alone. */
  readonly authorization?: string;
}

/**
 * Takes the address of a registry as a client is configured with it: `https://user:password@host/path/`.
 * The userinfo is percent-decoded (RFC 3986, 3.2.1).
 * Throws a TypeError, without the address in its text, when it is not an http or https URL.
 */
export function parseRegistryAddress(location: string): RegistryAddress {
  const text = location.trim();
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new TypeError("The registry's address is not an http or https URL");
  }
  const parsed = new URL(text);
  const url = `${parsed.origin}${parsed.pathname.replace(/\/+$/, "")}`;
  if (parsed.username === "" && parsed.password === "") return { url };
  const pair = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`;
  return { url, authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** Gives the text without the userinfo of any URL in it and without queries, which may be signatures. */
export function withoutSecrets(text: string): string {
  return text.replace(/:\/\/[^/@\s]*@/g, "://").replace(/(https?:\/\/[^\s?]*)\?\S*/g, "$1");
}
