import { stringify } from "smol-toml";
import { credentialsOf, jobUsername, type Credentials } from "../../../core/credentials";
import type { Coverage, Identity } from "../../../core/identity";
import { parseUrl } from "../../../core/url";
import { asList, asTable, type TomlTable } from "../../../formats/toml/toml-file";
import type { ForeignIndex } from "./found-indexes";
import { indexVariables, validIndexName } from "./index-name";

/**
 * A place that may have credentials (`always`) or must not (`never`), as an index in the job's own uv.toml that is
 * explicit, so never asked for packages. An index address `<place>/simple/` covers all addresses below `<place>/`:
 * the feed's GUID addresses of files too, without a 401 first. Tried with uv 0.13.
 */
export interface Realm {
  readonly name: string;
  readonly address: string;
  readonly credentials?: Credentials;
}

/** The places that the identities are for, one for each user name that the addresses carry. */
export function ownRealms(covered: readonly Coverage[]): readonly Realm[] {
  return unique(
    covered.map(({ url, identity }) => {
      const { credentials } = identity;
      const username = url.username === "" ? credentials.username : userOf(url);
      return realm(rootOf(url, identity), { ...credentials, username });
    }),
  );
}

/**
 * The other places on the origins of our own. uv keeps one credential for an origin and offers it to any address there
 * that answers 401 or 404, so without these it would send the job's token to another organization. A place whose index
 * has credentials of its own (in its address or in its variables) keeps them.
 */
export function foreignRealms(
  own: readonly Realm[],
  foreign: readonly ForeignIndex[],
  environment: ReadonlyMap<string, string>,
): readonly Realm[] {
  const roots = own.map((place) => new URL(".", new URL(place.address).href.replace(/simple\/$/, "")));
  return unique(
    foreign.flatMap((index) => {
      const url = parseUrl(index.address);
      const ours = roots.filter((root) => root.origin === url?.origin);
      if (url === undefined || ours.length === 0) return [];
      const depth = Math.max(...ours.map((root) => root.pathname.split("/").length - 2));
      const place = leadingFolders(url, depth);
      const touches = ours.some((root) => isBelow(root.href, place) || isBelow(place, root.href));
      return touches ? [] : [realm(place, givenCredentials(index, url, environment))];
    }),
  );
}

function isBelow(address: string, place: string): boolean {
  return address.toLowerCase().startsWith(place.toLowerCase());
}

function realm(place: string, credentials: Credentials | undefined): Realm {
  const user =
    credentials === undefined || credentials.username === jobUsername ? "" : `-${credentials.username}`;
  const name = validIndexName(`feedpass-${place.replace(/^https?:\/\//, "").replace(/\/$/, "")}${user}`);
  return { name, address: `${place}simple/`, ...(credentials === undefined ? {} : { credentials }) };
}

function unique(realms: readonly Realm[]): readonly Realm[] {
  return [...new Map(realms.map((place) => [place.name, place])).values()];
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

/**
 * The text of the job's own uv.toml, found through XDG_CONFIG_DIRS as the machine's configuration, which is merged
 * below the user's and the project's. uv reads only the first such file, so what the machine's own says is kept in it.
 */
export function machineConfiguration(realms: readonly Realm[], machine: TomlTable): string {
  const names = new Set(realms.map((realm) => realm.name));
  const kept = asList(machine["index"]).filter((entry) => !names.has(String(asTable(entry)?.["name"])));
  const added = realms.map((realm) => ({
    name: realm.name,
    url: realm.address,
    explicit: true,
    authenticate: realm.credentials === undefined ? "never" : "always",
  }));
  return stringify({ ...machine, index: [...kept, ...added] });
}
