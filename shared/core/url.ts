/**
 * The address as WHATWG's parser reads it, or undefined where it is none. Not by `URL.canParse`: Node 20's fast path
 * for it misreads Latin-1 letters in a host once the code is hot, so such an address would be one only the first times.
 */
export function parseUrl(address: string | undefined, base?: string): URL | undefined {
  try {
    return address === undefined ? undefined : new URL(address, base);
  } catch {
    return undefined;
  }
}
