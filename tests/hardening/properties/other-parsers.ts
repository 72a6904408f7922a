/** What a program takes an address for. `path` is as written, without query and fragment. */
export interface ParsedAddress {
  /** In lower case, without the colon. */
  readonly scheme: string;
  /** In lower case, without user name and password. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** Empty where there is none. */
  readonly password: string;
}

type Parse = (address: string) => ParsedAddress | undefined;

const defaultPorts: ReadonlyMap<string, number> = new Map([
  ["https", 443],
  ["http", 80],
]);

/** RFC 3986, appendix B, and 3.2 for the authority: the user information ends at the last `@`. */
function byRfc3986(address: string): ParsedAddress | undefined {
  const [, scheme, authority, path = ""] =
    /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?[^#]*)?(?:#.*)?$/su.exec(address) ?? [];
  return scheme === undefined || authority === undefined
    ? undefined
    : ofAuthority(scheme, authority, authority.lastIndexOf("@"), path);
}

/** The same, but user information ends at the first `@`, as some read it. */
function byFirstAt(address: string): ParsedAddress | undefined {
  const [, scheme, authority, path = ""] =
    /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)/isu.exec(address) ?? [];
  return scheme === undefined || authority === undefined
    ? undefined
    : ofAuthority(scheme, authority, authority.indexOf("@"), path);
}

/** CPython's urllib.parse.urlsplit: white space and controls go from the front, tabs and line breaks from everywhere. */
function byPython(address: string): ParsedAddress | undefined {
  const plain = address.replace(/^[\p{Cc} ]+/u, "").replace(/[\t\r\n]/g, "");
  const [, scheme, rest = ""] = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/su.exec(plain) ?? [];
  if (scheme === undefined || !rest.startsWith("//")) return undefined;
  const [, authority = "", behind = ""] = /^\/\/([^/?#]*)(.*)$/su.exec(rest) ?? [];
  return ofAuthority(scheme, authority, authority.lastIndexOf("@"), behind.replace(/[?#].*$/su, ""));
}

/** java.net.URL: white space and controls go from both ends, the fragment is cut off first, then the query. */
function byJava(address: string): ParsedAddress | undefined {
  const plain = address.replace(/^[\p{Cc} ]+|[\p{Cc} ]+$/gu, "").replace(/^url:/i, "");
  const [, scheme, rest = ""] = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/su.exec(plain) ?? [];
  if (scheme === undefined) return undefined;
  const withoutQuery = rest.replace(/#.*$/su, "").replace(/\?.*$/su, "");
  const [, authority, path = ""] = /^\/\/([^/]*)(.*)$/su.exec(withoutQuery) ?? [];
  if (authority === undefined || authority.indexOf("@") !== authority.lastIndexOf("@")) return undefined;
  return ofAuthority(scheme, authority, authority.indexOf("@"), path);
}

function ofAuthority(scheme: string, authority: string, at: number, path: string): ParsedAddress | undefined {
  const name = scheme.toLowerCase();
  const place = authority.slice(at + 1);
  const [, host = "", port = ""] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/su.exec(place) ?? [];
  if (!/^\d*$/.test(port)) return undefined;
  const user = authority.slice(0, Math.max(0, at));
  const colon = user.indexOf(":");
  return {
    scheme: name,
    host: host.toLowerCase(),
    port: port === "" ? (defaultPorts.get(name) ?? 0) : Number(port),
    path,
    password: colon < 0 ? "" : user.slice(colon + 1),
  };
}

/** How other programs than ours read an address; undefined where they refuse it. */
export const otherParsers: ReadonlyMap<string, Parse> = new Map([
  ["RFC 3986", byRfc3986],
  ["the first @", byFirstAt],
  ["Python", byPython],
  ["Java", byJava],
]);
