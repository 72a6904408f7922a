import { recognizeFeed, type Feed } from "../../../core/feed-address";
import { logAddress, logText } from "../../../core/log-text";
import type { Organization } from "../../../core/organization";
import { Problem } from "../../../core/problem";
import type { Repository } from "../reactor";

export interface OwnRepository extends Repository {
  readonly feed: Feed;
}

export interface ForeignRepository extends Repository {
  readonly reason: string;
}

export interface SortedRepositories {
  /** Repositories at feeds of the organization, each id once. */
  readonly own: readonly OwnRepository[];
  readonly foreign: readonly ForeignRepository[];
}

/** Which repositories are at feeds of the job's organization. */
export function sortRepositories(
  repositories: readonly Repository[],
  organization: Organization,
): SortedRepositories {
  const own = new Map<string, OwnRepository>();
  const foreign = new Map<string, ForeignRepository>();
  for (const repository of repositories) {
    const recognition = recognizeFeed(repository.address, organization);
    const key = `${repository.id} ${String(repository.forDeployment)} ${repository.address}`;
    if (recognition.kind === "own" && isPlainId(repository.id) && !isUnresolved(repository)) {
      if (!own.has(key)) own.set(key, { ...repository, feed: recognition.feed });
    } else if (!foreign.has(key)) {
      foreign.set(key, {
        ...repository,
        reason: recognition.kind === "foreign" ? recognition.reason : strangeId,
      });
    }
  }
  return { own: [...own.values()], foreign: [...foreign.values()].map(explainProperty) };
}

/** An id that a mirror can name; others (`*`, `!a`, `a,b`, `external:…`, or a property without a value) it cannot. */
function isPlainId(id: string): boolean {
  return /^[^\s,*!:${}]+$/.test(id);
}

const strangeId = "a feed, but its <id> is not one that a mirror in settings.xml can name";

function isUnresolved({ address }: Repository): boolean {
  return address.includes("${");
}

function explainProperty(repository: ForeignRepository): ForeignRepository {
  if (!isUnresolved(repository)) return repository;
  return { ...repository, reason: "not known: a property in it has no value in the pom.xml files on disk" };
}

/** Two addresses are the same but for slashes at the end and the case, which Azure Artifacts ignores. */
export function isSameAddress(one: string, other: string): boolean {
  return addressKey(one) === addressKey(other);
}

/** What addresses have in common that are the same. */
export function addressKey(address: string): string {
  return address.replace(/\/+$/, "").toLowerCase();
}

/**
 * Throws when one id stands for two addresses of which one is an own feed: Maven gives credentials by id, not by
 * address. `central` is different only in that the other address is Maven's own: it is the feed for this job.
 */
export function refuseClash({ own, foreign }: SortedRepositories): void {
  const first = new Map<string, Repository>();
  for (const repository of own) if (!first.has(repository.id)) first.set(repository.id, repository);
  for (const other of [...own, ...foreign]) {
    const repository = first.get(other.id);
    if (repository === undefined || isSameAddress(repository.address, other.address)) continue;
    throw new Problem(
      "repository-id-clash",
      `Two repositories claim one id: ${logText(repository.id)} is ${logAddress(repository.address)} (${repository.where}) and ${logAddress(
        other.address,
      )} (${other.where}). Maven gives credentials by id, so both would have the same.`,
      "Give the two repositories different ids.",
    );
  }
}
