import { logAddress, logText } from "../../../core/log-text";
import { Problem } from "../../../core/problem";
import type { Repository } from "../reactor";
import { ownPrefix } from "./job-settings";
import { addressKey, type FoundRepositories } from "./found-repositories";

/** Throws where a project calls a repository as the job's own settings do theirs. */
export function refuseOwnIds(repositories: readonly Claim[]): void {
  const own = repositories.find(({ id }) => id.toLowerCase().startsWith(ownPrefix));
  if (own === undefined) return;
  throw new Problem(
    "repository-id-reserved",
    `The id ${logText(own.id)} of ${logAddress(own.address)} (${own.where}) begins with ${ownPrefix}, as only ids of the job's own settings may.`,
    "Give it another id.",
  );
}

/** A repository, and where its id is given to it. */
type Claim = Pick<Repository, "id" | "address" | "where">;

/**
 * Throws when one id stands for two addresses of which one is an own feed: Maven gives credentials by id, not by
 * address. `central` is different only in that the other address is Maven's own: it is the feed for this job.
 */
export function refuseClash({ own, foreign }: FoundRepositories): void {
  const first = new Map<string, Claim>();
  for (const repository of own) if (!first.has(repository.id)) first.set(repository.id, repository);
  for (const other of [...own, ...foreign]) {
    const repository = first.get(other.id);
    if (repository === undefined || isSameAddress(repository, other)) continue;
    throw clash(
      repository,
      other,
      " Maven gives credentials by id, so both would have the same.",
      "Give the two repositories different ids.",
    );
  }
}

/** Throws when a feed of the input would take an id that the reactor gives to another repository, or another feed. */
export function refuseTakenId({ own, foreign, added }: FoundRepositories): void {
  const taken = new Map<string, Claim>([...own, ...foreign].map((repository) => [repository.id, repository]));
  for (const repository of added) {
    const claim = { ...repository, where: "input feeds" };
    const other = taken.get(repository.id);
    if (other !== undefined && !isSameAddress(other, repository))
      throw clash(
        claim,
        other,
        "",
        "Give the repository in pom.xml another id, or authenticate the two feeds in two jobs.",
      );
    taken.set(repository.id, claim);
  }
}

function isSameAddress(one: { readonly address: string }, other: { readonly address: string }): boolean {
  return addressKey(one.address) === addressKey(other.address);
}

function clash(one: Claim, other: Claim, why: string, hint: string): Problem {
  return new Problem(
    "repository-id-clash",
    `Two repositories claim one id: ${logText(one.id)} is ${logAddress(one.address)} (${one.where}) and ${logAddress(
      other.address,
    )} (${other.where}).${why}`,
    hint,
  );
}
