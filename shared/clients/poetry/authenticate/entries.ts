import type { Identity } from "../../../core/identity";
import type { Job } from "../../../core/job";

/** A repository that the task adds to Poetry's, with credentials or without. */
export interface Entry {
  readonly address: string;
  /** Absent of a decoy. */
  readonly identity?: Identity;
}

/** The address that a feed is asked at, and who it is for. */
export interface CoveredAddress {
  /** As the project writes it: Poetry compares the texts. */
  readonly address: string;
  readonly url: URL;
  readonly identity: Identity;
}

/**
 * The repositories by which Poetry has credentials for the addresses of feeds and for no others on their hosts, in their
 * order, which decides where several fit as well. For a request it takes of all repositories on the same host (name and
 * port) the one whose path has most in common with the request's: by characters until 2.4, by whole segments in 2.5,
 * which also prefers one that contains the request (poetry, utils/authenticator.py, `_get_repository_config_for_url`).
 *
 * - Decoys, which keep the credentials from others, for without them one repository is the nearest for its whole host: at
 *   `fabrikam~`, which has as much in common with `fabrikam-labs`, `fabulous` and `contoso` as the job's `fabrikam`, and
 *   stands before it. No organization has a `~` in its name.
 * - The address itself: the project's own source is as near, and has no credentials.
 * - The organization's: files are at addresses with GUIDs.
 * - A decoy at the bare host, which contains every request: 2.5 takes it in whatever order.
 *
 * Tried with 1.8.5 and 2.5.1, each with and without the decoys: files of organizations whose names begin alike.
 */
export function entriesFor(covered: readonly CoveredAddress[]): readonly Entry[] {
  const places = covered.map((each) => ({ ...placeOf(each), identity: each.identity }));
  const entries = [
    ...places.flatMap(({ root, path }) =>
      path === "/" ? [] : [{ address: `${root}${path.slice(0, -1)}~` }],
    ),
    ...covered.map(({ address, identity }) => ({ address, identity })),
    ...places.map(({ root, path, identity }) => ({ address: `${root}${path}`, identity })),
    ...places.flatMap(({ root, path }) => (path === "/" ? [] : [{ address: `${root}/` }])),
  ];
  const once = new Map<string, Entry>();
  for (const entry of entries) if (!once.has(entry.address)) once.set(entry.address, entry);
  return [...once.values()];
}

/** Where the feeds of an identity are, in the words of an address: `https://host`, and `/organization/`. */
function placeOf({ address, url, identity }: CoveredAddress): {
  readonly root: string;
  readonly path: string;
} {
  const [, root = url.origin, path = "/"] = /^([a-z]+:\/\/[^/?#]+)([^?#]*)/i.exec(address) ?? [];
  const hosts = identity.organization?.feedHosts.filter(({ origin }) => origin === url.origin) ?? [];
  const paths = hosts.map((host) => host.path).filter((each) => url.pathname.toLowerCase().startsWith(each));
  const shortest = paths.sort((one, other) => one.length - other.length)[0];
  if (shortest === undefined) return { root, path: path.endsWith("/") ? path : `${path}/` };
  const depth = shortest.split("/").length - 1;
  return { root, path: `${path.split("/").slice(0, depth).join("/")}/` };
}

/** The name of an entry: letters alone, or Poetry would not find it among the variables; nobody can guess it. */
export function entryName({ nonce }: Pick<Job, "nonce">, position: number): string {
  return `feedpass-${asLetters(nonce)}-${asLetters(String(position + 1))}`;
}

/** The name of what is published to. The digit keeps Poetry from finding it among the variables. */
export function uploadName({ nonce }: Pick<Job, "nonce">, number: number): string {
  return `feedpass${number}-${asLetters(nonce)}`;
}

function asLetters(text: string): string {
  return text.toLowerCase().replace(/\d/g, (digit) => "ghijklmnop"[Number(digit)] ?? "");
}

/** Whether a step of this job named a repository so. */
export function isOurs(name: string): boolean {
  return /^feedpass(?:-[a-p]+|\d+)-[a-p]+$/.test(name);
}
