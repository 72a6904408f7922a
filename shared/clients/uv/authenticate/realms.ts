import { credentialsOf, type Credentials } from "../../../core/credentials";
import type { Coverage, Identity } from "../../../core/identity";
import { parseUrl } from "../../../core/url";
import type { ForeignIndex, FoundIndexes } from "./found-indexes";
import { indexVariables } from "./index-name";
import { netrcCredentials } from "./netrc";

/**
 * A place that may have credentials (`always`) or must not (`never`), as an index in the job's own uv.toml that is
 * explicit, so never asked for packages. An index address `<place>//simple/` covers all addresses below `<place>/`:
 * the feed's GUID addresses of files too, without a 401 first. Tried with uv 0.13.
 */
export interface Realm {
  readonly place: string;
  readonly credentials?: Credentials;
  /** Whether uv may know an index there that says nothing of credentials, and that it may find before ours. */
  readonly contested?: boolean;
  /** Of an organization, so that others are on its host. */
  readonly sharesHost?: boolean;
  /** Whether addresses there carry the user name, by which uv then looks for credentials. */
  readonly hasUserName?: boolean;
  /** Whether uv asks the job's keyring for the credentials. */
  readonly asksKeyring?: boolean;
  /** Whether nothing that the step reads has an address there. */
  readonly isUnnamed?: boolean;
}

/**
 * The places that the identities are for, one for each user name that the addresses carry, and in each spelling that the
 * service may give a file's address. An address without a user name takes whichever the place has.
 */
export function ownRealms(covered: readonly Coverage[]): readonly Realm[] {
  const realms = covered.flatMap(({ url, identity }) => {
    const username = userOf(url);
    const credentials = username === "" ? identity.credentials : { ...identity.credentials, username };
    const realm = {
      credentials,
      sharesHost: identity.organization !== undefined,
      hasUserName: username !== "",
    };
    return rootsOf(url, identity).map((place, count) => ({ ...realm, place, contested: count === 0 }));
  });
  const named = new Set(realms.filter(({ hasUserName }) => hasUserName).map(({ place }) => place));
  return unique(realms.filter(({ place, hasUserName }) => hasUserName || !named.has(place)));
}

/**
 * The same for the other hosts of the organizations that are found: a requirements file, a script or a command line may
 * name a feed by one of them, and nothing that the step reads does. Only hosts that no other organization is on: on the
 * others, credentials that nobody asked for would have to be kept from whoever else is there.
 */
export function otherHostRealms(covered: readonly Coverage[], own: readonly Realm[]): readonly Realm[] {
  const taken = new Set(own.map(({ place }) => new URL(place).origin));
  const realms = covered.flatMap(({ identity: { organization, credentials } }) =>
    (organization?.feedHosts ?? [])
      .filter(({ origin, path }) => path === "/" && !taken.has(origin))
      .map(({ origin }): Realm => ({ place: `${origin}/`, credentials, isUnnamed: true })),
  );
  return unique(realms);
}

/**
 * The other places on the origins of our own. uv keeps one credential for an origin and offers it to any address there
 * that answers 401 or 404, so without these it would send the job's token to another organization. A place whose index
 * has credentials of its own (in its address, its variables or the user's netrc) keeps them; for an address with a user
 * name uv may ask a keyring, which `never` would forbid.
 */
export function foreignRealms(
  own: readonly Realm[],
  { foreign, direct }: Pick<FoundIndexes, "foreign" | "direct">,
  users: UsersCredentials,
): readonly Realm[] {
  const given: Realm[] = [];
  const kept: Realm[] = [];
  for (const index of foreign) {
    const { url, place } = placeBeside(own, index.address) ?? {};
    if (url === undefined || place === undefined) continue;
    if (users.hasKeyring && url.username !== "" && url.password === "") continue;
    const credentials = givenCredentials(index, url, users);
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

/**
 * The root of the organization's feeds, as the address has it and as the service writes it; of another registry the
 * folder of its index. uv compares letter by letter.
 */
function rootsOf(url: URL, { organization }: Identity): readonly string[] {
  if (organization === undefined) return [`${url.origin}${url.pathname.replace(/(?:\/simple)?\/?$/, "/")}`];
  const below = organization.feedHosts.filter(
    ({ origin, path }) => origin === url.origin && isBelow(url.pathname, path),
  );
  const path = below.reduce(
    (least, each) => (each.path.length < least.length ? each.path : least),
    url.pathname,
  );
  const written = `${url.origin}${url.pathname.slice(0, path.length)}`;
  const others = [organization.feedRoot, `${url.origin}${path}`];
  const isSame = (place: string): boolean => place.toLowerCase() === written.toLowerCase();
  return [...new Set([written, ...others.filter(isSame)])];
}

function leadingFolders(url: URL, count: number): string {
  const folders = url.pathname.split("/").slice(1, -1).slice(0, count);
  return `${url.origin}/${folders.map((folder) => `${folder}/`).join("")}`;
}

/** What the user may have set up for other places than the job's own. */
export interface UsersCredentials {
  readonly environment: ReadonlyMap<string, string>;
  /** The text of the user's netrc; empty where there is none. */
  readonly netrc: string;
  /** Whether uv asks a keyring. */
  readonly hasKeyring: boolean;
}

/** Those of the user's own: in the index's variables, else in its address, else in the netrc. */
function givenCredentials(
  index: ForeignIndex,
  url: URL,
  { environment, netrc }: UsersCredentials,
): Credentials | undefined {
  const variables = index.name === undefined ? undefined : indexVariables(index.name);
  const password = environment.get(variables?.password ?? "");
  if (variables !== undefined && password !== undefined && password !== "")
    return credentialsOf(environment.get(variables.username) ?? "", password);
  if (url.password !== "") return credentialsOf(userOf(url), decode(url.password));
  return index.never === true || netrc === "" ? undefined : netrcCredentials(netrc, url.hostname);
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
