import { relative } from "node:path";
import { feedAddress, type Feed } from "../../../core/feed-address";
import { nothingFound, ownIdentity, sortNamed, type Foreign, type Own } from "../../../core/found-feeds";
import type { Identity } from "../../../core/identity";
import type { Job } from "../../../core/job";
import { logAddress } from "../../../core/log-text";
import type { Repository } from "../reactor";
import type { NamedRepository } from "./job-settings";

/** What the reactor names. */
export interface SortedRepositories {
  readonly own: readonly Own<Repository>[];
  readonly foreign: readonly Foreign<Repository>[];
}

/** A repository for a feed of the input; its id is the feed's name, or the one that the reactor has for the address. */
export interface AddedRepository {
  readonly id: string;
  readonly address: string;
  readonly feed: Feed;
  readonly identity: Identity;
}

/** What the reactor and the input name. */
export interface FoundRepositories extends SortedRepositories {
  readonly added: readonly AddedRepository[];
  /** The pom.xml and settings files that were read. */
  readonly files: readonly string[];
}

/** Which repositories are the job's own. */
export function sortRepositories(repositories: readonly Repository[], job: Job): SortedRepositories {
  const { own, foreign } = sortNamed(repositories, job, {
    address: ({ address }) => address,
    key: ({ id, forDeployment, address }) => `${id} ${String(forDeployment)} ${address}`,
    refusal: (repository) => (isUnresolved(repository) ? unresolved : undefined),
  });
  return { own, foreign: foreign.map(explainProperty) };
}

function isUnresolved({ address }: Repository): boolean {
  return address.includes("${");
}

const unresolved = "not known: a property in it has no value in the pom.xml files on disk";

function explainProperty(repository: Foreign<Repository>): Foreign<Repository> {
  return isUnresolved(repository) ? { ...repository, reason: unresolved } : repository;
}

/** The repositories for the input `feeds`. */
export function addedRepositories(
  feeds: readonly Feed[],
  { own, foreign }: SortedRepositories,
  job: Job,
): readonly AddedRepository[] {
  const known = new Map(
    [...own]
      .filter(isNoMirror)
      .reverse()
      .map((repository) => [addressKey(repository.address), repository]),
  );
  const taken = new Set([...own, ...foreign].map(({ id }) => id));
  return feeds.map((feed) => {
    const address = feedAddress(job.organization, feed, "maven/v1");
    const same = known.get(addressKey(address));
    const id = same?.id ?? freeId(feed.name.replace(/[^A-Za-z0-9_.-]+/g, "-"), taken);
    taken.add(id);
    return { id, address: same?.address ?? address, feed, identity: ownIdentity(job, address) };
  });
}

/** The name, or with the first number that makes it one that no other repository has. */
function freeId(name: string, taken: ReadonlySet<string>): string {
  let id = name;
  for (let number = 2; taken.has(id); number += 1) id = `${name}-${number}`;
  return id;
}

/**
 * The repositories that keep their address whatever takes the place of others, each id once. An id that two addresses
 * have cannot be bound to one of them, and is `unmirrored`.
 */
export function boundRepositories({ own, foreign, added }: FoundRepositories): {
  readonly kept: readonly NamedRepository[];
  readonly unmirrored: readonly string[];
} {
  const addresses = new Map<string, string>();
  const unmirrored = new Set<string>();
  for (const { id, address } of [...added, ...own, ...foreign].filter(isDownload)) {
    const key = addressKey(address);
    if ((addresses.get(id) ?? key) !== key && isPlainId(id)) unmirrored.add(id);
    addresses.set(id, key);
  }
  const kept = new Map<string, NamedRepository>();
  for (const { id, address } of [...own, ...added].filter(isDownload))
    if (isPlainId(id) && !unmirrored.has(id)) kept.set(id, { id, address });
  return { kept: [...kept.values()], unmirrored: [...unmirrored] };
}

function isDownload(repository: AddedRepository | Repository): boolean {
  return !("forDeployment" in repository) || (!repository.forDeployment && isNoMirror(repository));
}

function isNoMirror({ isMirror }: Repository): boolean {
  return isMirror !== true;
}

/** Those of the pom.xml files, each id and address once, without those that a feed of the input is. */
export function distinctOwn({ own, added }: FoundRepositories): readonly Own<Repository>[] {
  const key = ({ id, address }: NamedRepository): string => `${id} ${addressKey(address)}`;
  const ofInput = new Set(added.map(key));
  const others = own.filter((repository) => !ofInput.has(key(repository)));
  return [
    ...new Map([...others].reverse().map((repository) => [key(repository), repository])).values(),
  ].reverse();
}

/** An id that a mirror can name; others (`*`, `!a`, `a,b`, `external:…`, or a property without a value) it cannot. */
function isPlainId(id: string): boolean {
  return /^[^\s,*!:${}]+$/.test(id);
}

/** Whether two addresses are of one feed. */
export function isSameAddress(one: string, other: string): boolean {
  return addressKey(one) === addressKey(other);
}

/** What addresses have in common that differ but in slashes at the end and in the case, which Azure Artifacts ignores. */
function addressKey(address: string): string {
  return address.replace(/\/+$/, "").toLowerCase();
}

/** A file of the build by its place in it, another by its whole path. */
function shownPath({ workingDirectory }: Job, path: string): string {
  const below = relative(workingDirectory, path);
  return below.startsWith("..") ? path : below;
}

/** Throws where there is no repository to authenticate. */
export function requireRepositories(job: Job, found: FoundRepositories): void {
  if (found.own.length + found.added.length > 0) return;
  throw nothingFound(job, {
    what: "No repository at a feed of",
    lookedFor: (folders) =>
      `pom.xml in ${folders}, its parents on disk, modules and profiles, and settings.xml`,
    read: found.files.map((path) => shownPath(job, path)),
    foreign: found.foreign.map((repository) => ({ ...repository, shown: logAddress(repository.address) })),
    hint: "Add the feed to pom.xml or settings.xml as <repository>, or name it in the input feeds; if the project is in another folder, set workingDirectory.",
  });
}
