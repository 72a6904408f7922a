import { parseUrl } from "../../core/url";

/** The file that an address of a lock file names, and the host it is on; or why it is not to be trusted. */
export type FileAddress =
  { readonly file: string; readonly host: string; readonly own: boolean } | { readonly reason: string };

/**
 * Reads the address of a package file. The address itself is never fetched: the feed is asked for the file by name.
 * Still only a plain https address counts, or one of an own feed, in which every program finds the same file.
 */
export function readFileAddress(address: string, isOwn: (address: string) => boolean): FileAddress {
  const url = parseUrl(address);
  if (url === undefined) return { reason: "its address is not an absolute one" };
  const own = isOwn(address);
  if (!own && url.protocol !== "https:")
    return { reason: `its address begins with ${url.protocol}, not https:` };
  if (!own && (url.username !== "" || url.password !== ""))
    return { reason: "its address holds a user name or password" };
  const path = /^[A-Za-z]+:\/\/[^/?#]*([^?#]*)/.exec(address)?.[1] ?? "";
  const file = decoded(path.slice(path.lastIndexOf("/") + 1));
  if (file === undefined || isAmbiguous(address, path))
    return { reason: "its address is written so that programs may read different files in it" };
  return { file, host: url.host, own };
}

/** Dots that are resolved, slashes in disguise, and characters that parsers drop (url.spec.whatwg.org, "URL parsing"). */
function isAmbiguous(address: string, path: string): boolean {
  const hasDots = path.split("/").some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
  return hasDots || /[\\\p{C}\s]/u.test(address) || /%(?:2f|5c|00)/i.test(path);
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** What stands for the host of something that is on disk. */
export const disk = "disk";

/**
 * The host of an address in any form that lock files and configurations use: `git+https://…`, `sparse+https://…`,
 * `git@host:path`. A path or `file:` is on disk. An address that cannot be read (a variable for the host) is its own.
 */
export function hostOf(address: string): string {
  const plain = address.replace(/^[A-Za-z]+\+/, "");
  const shorthand = /^[^@/\\\s]{1,255}@([^:/\\\s]{1,255}):(?!\/\/)/.exec(plain)?.[1];
  if (shorthand !== undefined) return shorthand;
  if (!/^[A-Za-z][A-Za-z0-9.-]*:\/\//.test(plain)) return plain.startsWith("$") ? variableHost : disk;
  if (/^file:/i.test(plain)) return disk;
  const host = parseUrl(plain)?.host ?? "";
  return host === "" || host.includes("$") ? variableHost : host;
}

const variableHost = "(a host that is not written in the file)";
