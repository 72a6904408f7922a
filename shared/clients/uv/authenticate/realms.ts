import { credentialsOf, type Credentials } from "../../../core/credentials";
import type { Coverage, Identity } from "../../../core/identity";
import { parseUrl } from "../../../core/url";
import type { ForeignIndex, FoundIndexes } from "./found-indexes";
import { indexVariables } from "./index-name";

/**
 * A place that may have credentials (`always`) or must not (`never`), as an index in the job's own uv.toml that is
 * explicit, so never asked for packages. An index address `<place>/simple/` covers all addresses below `<place>/`:
 * the feed's GUID addresses of files too, without a 401 first. Tried with uv 0.13.
 */
export interface Realm {
  readonly place: string;
  readonly credentials?: Credentials;
  /** Whether uv knows an index there that says nothing of credentials, and that it may find before ours. */
  readonly contested?: boolean;
}

/** The places that the identities are for, one for each user name that the addresses carry. */
export function ownRealms(covered: readonly Coverage[]): readonly Realm[] {
  return unique(
    covered.map(({ url, identity }) => {
      const { credentials } = identity;
      const username = url.username === "" ? credentials.username : userOf(url);
      return { place: rootOf(url, identity), credentials: { ...credentials, username } };
    }),
  );
}

/**
 * The other places on the origins of our own. uv keeps one credential for an origin and offers it to any address there
 * that answers 401 or 404, so without these it would send the job's token to another organization. A place whose index
 * has credentials of its own (in its address or in its variables) keeps them, and is not kept from them.
 */
export function foreignRealms(
  own: readonly Realm[],
  { foreign, direct }: Pick<FoundIndexes, "foreign" | "direct">,
  environment: ReadonlyMap<string, string>,
): readonly Realm[] {
  const given: Realm[] = [];
  const kept: Realm[] = [];
  for (const index of foreign) {
    const { url, place } = placeBeside(own, index.address) ?? {};
    if (url === undefined || place === undefined) continue;
    const credentials = givenCredentials(index, url, environment);
    if (credentials === undefined) kept.push({ place, contested: index.never !== true });
    else given.push({ place, credentials });
  }
  for (const { address, isPage = false } of direct) {
    const place = placeBeside(own, address)?.place;
    if (place !== undefined) kept.push({ place, contested: isPage });
  }
  const contested = new Set(kept.filter((realm) => realm.contested === true).map(({ place }) => place));
  const never = [...new Set(kept.map(({ place }) => place))]
    .filter((place) => !given.some((realm) => realm.place === place))
    .map((place) => ({ place, contested: contested.has(place) }));
  return [...unique(given), ...never];
}

/**
 * The organization or collection of an address on the origin of an own place: as many folders as ours has. Of an address
 * with fewer, itself. Undefined for one on another origin, or where own addresses are below it.
 */
export function placeBeside(
  own: readonly Realm[],
  address: string,
): { readonly url: URL; readonly place: string } | undefined {
  const url = parseUrl(address);
  const roots = own.map(({ place }) => new URL(place)).filter((root) => root.origin === url?.origin);
  if (url === undefined || roots.length === 0) return undefined;
  const depth = Math.max(...roots.map((root) => root.pathname.split("/").length - 2));
  const isFree = (place: string): boolean =>
    !roots.some((root) => isBelow(root.href, place) || isBelow(place, root.href));
  const itself = `${url.origin}${url.pathname.replace(/\/*$/, "/")}`;
  const place = [leadingFolders(url, depth), itself].find(isFree);
  return place === undefined ? undefined : { url, place };
}

function isBelow(address: string, place: string): boolean {
  return address.toLowerCase().startsWith(place.toLowerCase());
}

function unique(realms: readonly Realm[]): readonly Realm[] {
  return [
    ...new Map(
      realms.map((realm) => [`${realm.place} ${realm.credentials?.username ?? ""}`, realm]),
    ).values(),
  ];
}

/** The root of the organization's feeds; of another registry the folder of its index. */
function rootOf(url: URL, { organization }: Identity): string {
  if (organization === undefined) return `${url.origin}${url.pathname.replace(/(?:\/simple)?\/?$/, "/")}`;
  const place = organization.feedHosts.find(
    (host) => host.origin === url.origin && isBelow(url.pathname, host.path),
  );
  return `${url.origin}${url.pathname.slice(0, place?.path.length ?? 1)}`;
}

function leadingFolders(url: URL, count: number): string {
  const folders = url.pathname.split("/").slice(1, -1).slice(0, count);
  return `${url.origin}/${folders.map((folder) => `${folder}/`).join("")}`;
}

/** Those of the user's own: in the index's variables, else in its address. */
function givenCredentials(
  index: ForeignIndex,
  url: URL,
  environment: ReadonlyMap<string, string>,
): Credentials | undefined {
  const variables = index.name === undefined ? undefined : indexVariables(index.name);
  const password = environment.get(variables?.password ?? "");
  if (variables !== undefined && password !== undefined && password !== "")
    return credentialsOf(environment.get(variables.username) ?? "", password);
  return url.password === "" ? undefined : credentialsOf(userOf(url), decode(url.password));
}

/** The user name that an address carries, in clear; empty where it carries none. */
export function userOf(url: URL): string {
  return decode(url.username);
}

/** A text with a stray `%` stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
