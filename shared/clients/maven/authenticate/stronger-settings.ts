import type { Files } from "../../../core/files";
import type { Job } from "../../../core/job";
import { feedTitle } from "../../../core/feed-address";
import { logAddress, logText } from "../../../core/log-text";
import { info, warning, type Note } from "../../../core/plan";
import { userSettings } from "./installation";
import { mavenConfigNotes } from "./maven-config";
import type { FeedRepository, Found } from "./plan-maven";
import { parseSettings } from "./settings-file";

export interface Planned extends Found {
  readonly added: readonly FeedRepository[];
  readonly replaces: boolean;
}

/** What the log says of the plan. */
export function notesOn(job: Job, read: Files, planned: Planned): readonly Note[] {
  const added = new Set(planned.added.map(({ id }) => id));
  const inPoms = new Map(
    planned.own.filter(({ id }) => !added.has(id)).map((repository) => [repository.id, repository]),
  );
  const deploys = new Set(planned.own.filter(({ forDeployment }) => forDeployment).map(({ id }) => id));
  const [first] = planned.added;
  return [
    ...[...inPoms.values()].map((repository) =>
      info(`Authenticated: ${repository.id}, feed ${feedTitle(repository.feed)} (${repository.where})`),
    ),
    ...planned.added.map((repository) =>
      info(
        `Authenticated: ${repository.id}, feed ${feedTitle(repository.feed)} (input feeds), ${repository.address}`,
      ),
    ),
    ...(first !== undefined && planned.replaces
      ? [info(`${first.id} takes the place of every other repository for this job (mirrorOf external:*)`)]
      : []),
    ...planned.foreign.map((repository) =>
      info(
        `Left alone: ${logAddress(repository.address)} (${repository.where}): ${logText(repository.reason)}`,
      ),
    ),
    ...mavenConfigNotes(job, read),
    ...userSettingsNotes(job, read, deploys, planned.replaces),
  ];
}

/**
 * Maven lets the user's own settings.xml win over the job's (tried with 3.8 and 3.9): a server of the same id, which
 * only deployment uses, and a mirror of a pattern before the one in place of the public repositories.
 */
function userSettingsNotes(
  job: Job,
  read: Files,
  deploys: ReadonlySet<string>,
  replaces: boolean,
): readonly Note[] {
  const path = userSettings(job);
  const text = read.get(path);
  if (text === undefined) return [];
  const { lists } = parseSettings(path, text);
  const servers = (lists.get("servers") ?? []).filter(({ id }) => deploys.has(id));
  const mirrors = replaces ? (lists.get("mirrors") ?? []) : [];
  return [
    ...servers.map(({ id, line }) =>
      warning(
        `${path}:${line} has a <server> with the id ${id}, and Maven takes the user's before the job's: if its password is old, mvn deploy gets 401. Remove it there, or give the repository another id.`,
      ),
    ),
    ...mirrors.map(({ id, line }) =>
      warning(
        `${path}:${line} has a <mirror> with the id ${id}, and Maven takes the user's before the job's: what it mirrors may come from there and not from the feed. Remove it there, or set replacePublicRegistry: false.`,
      ),
    ),
  ];
}
