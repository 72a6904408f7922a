import { relative } from "node:path";
import type { Job } from "../../../core/job";
import { logAddress, logText } from "../../../core/log-text";
import { Problem } from "../../../core/problem";
import type { FeedRepository, Found } from "./plan-maven";
import { isSameAddress } from "./found-repositories";

/** Throws when there is no repository to authenticate: says where was looked, and what was found instead. */
export function refuseNothing(job: Job, found: Found): void {
  if (found.own.length + found.feeds.length > 0) return;
  const others = found.foreign.map(
    (repository) =>
      `${logAddress(repository.address)} (${repository.where}) is ${logText(repository.reason)}`,
  );
  throw new Problem(
    "nothing-to-authenticate",
    `No repository at a feed of ${logText(job.organization.name)} was found. Looked for pom.xml in ${logText(
      job.workingDirectory,
    )}, its parents on disk, modules and profiles; read ${
      found.poms.length === 0
        ? "no pom.xml"
        : logText(shortList(found.poms.map((path) => relative(job.workingDirectory, path))))
    }${others.length === 0 ? "" : `; ${shortList(others)}`}.`,
    "Add the feed to pom.xml as <repository>, or name it in the input feeds; if the project is in another folder, set workingDirectory.",
  );
}

function shortList(items: readonly string[]): string {
  const most = 10;
  return items.length <= most
    ? items.join(", ")
    : `${items.slice(0, most).join(", ")} and ${items.length - most} more`;
}

/** Throws when a feed of the input would take an id that the reactor gives to another repository, or another feed. */
export function refuseTakenId(added: readonly FeedRepository[], found: Found): void {
  const taken = new Map(
    [...found.own, ...found.foreign].map(({ id, address, where }) => [id, { address, where }]),
  );
  for (const { id, address } of added) {
    const other = taken.get(id);
    if (other !== undefined && !isSameAddress(other.address, address)) {
      throw new Problem(
        "repository-id-clash",
        `Two repositories claim one id: ${logText(id)} is ${logAddress(address)} (input feeds) and ${logAddress(other.address)} (${other.where}).`,
        "Give the repository in pom.xml another id, or authenticate the two feeds in two jobs.",
      );
    }
    taken.set(id, { address, where: "input feeds" });
  }
}
