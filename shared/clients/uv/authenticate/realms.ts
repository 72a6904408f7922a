import { credentialsOf, jobUsername, type Credentials } from "../../../core/credentials";
import type { Organization } from "../../../core/organization";
import { indexVariables, validIndexName } from "./index-name";
import type { ForeignIndex } from "./found-indexes";

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

/** The places under which the organization's feeds are named, one for each user name that the addresses carry. */
export function ownRealms(
  urls: readonly URL[],
  organization: Organization,
  credentials: Credentials,
): readonly Realm[] {
  return unique(
    urls.map((url) => {
      const username = url.username === "" ? credentials.username : userOf(url);
      return realm(organizationRoot(url, organization), { ...credentials, username });
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
      const ours = roots.filter((root) => root.origin === index.url?.origin);
      const [first] = ours;
      if (index.url === undefined || first === undefined) return [];
      const place = leadingFolders(index.url, first.pathname.split("/").length - 2);
      const holdsOurs = ours.some((root) => root.href.toLowerCase().startsWith(place.toLowerCase()));
      return holdsOurs ? [] : [realm(place, givenCredentials(index, environment))];
    }),
  );
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

function organizationRoot(url: URL, organization: Organization): string {
  const place = organization.feedHosts.find(
    (host) => host.origin === url.origin && url.pathname.toLowerCase().startsWith(host.path),
  );
  return `${url.origin}${url.pathname.slice(0, place?.path.length ?? 1)}`;
}

function leadingFolders(url: URL, count: number): string {
  const folders = url.pathname.split("/").slice(1, -1).slice(0, count);
  return `${url.origin}/${folders.map((folder) => `${folder}/`).join("")}`;
}

function givenCredentials(
  index: ForeignIndex,
  environment: ReadonlyMap<string, string>,
): Credentials | undefined {
  const variables = index.name === undefined ? undefined : indexVariables(index.name);
  const password = environment.get(variables?.password ?? "");
  if (variables !== undefined && password !== undefined && password !== "") {
    return credentialsOf(environment.get(variables.username) ?? "", password);
  }
  if (index.url === undefined || index.url.password === "") return undefined;
  return credentialsOf(userOf(index.url), decode(index.url.password));
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
