import { relative } from "node:path";
import { feedAddress, feedTitle } from "../../../core/feed-address";
import type { Files } from "../../../core/files";
import { addedNote, authenticatedNote, ownIdentity, skippedNote } from "../../../core/found-feeds";
import type { Job } from "../../../core/job";
import { logAddress, logText } from "../../../core/log-text";
import { info, warning, type Effect, type Note, type Plan } from "../../../core/plan";
import { repositoriesInEnvironment, variableLabel } from "../sources";
import { certificatesFor } from "./certificates";
import { entriesFor, entryName, isOurs, type CoveredAddress, type Entry } from "./entries";
import { requireSources, type FoundSources } from "./found-sources";
import { configurationEffects } from "./job-configuration";
import { uploadEffects, uploadNotes, uploadRepositories, type UploadRepository } from "./publishing";

/** Credentials for the feeds found and added, by repositories of the job's own. Throws a Problem where there are none. */
export function planPoetry(job: Job, read: Files, found: FoundSources): Plan {
  requireSources(job, read, found);
  const { notes, ...certificates } = certificatesFor(job, found.own);
  const uploads = uploadRepositories(job, found);
  const entries = entriesFor(coveredAddresses(job, found, uploads)).map((entry, position) => ({
    ...entry,
    name: entryName(job, position),
  }));
  const repositories = [...entries, ...uploads];
  return {
    effects: [
      ...configurationEffects(job, read, repositories, certificates),
      ...entries.flatMap(credentialEffects),
      ...uploadEffects(job, uploads),
    ],
    notes: [
      ...notesOn(job, found),
      ...notes,
      ...uploadNotes(uploads),
      ...orderNotes(job),
      ...publicIndexNotes(job, found),
    ],
    authenticated: found.own.length + found.added.length + found.uploads.length,
  };
}

/** Also the address that each feed has by the agent's own words: files may be there whatever the project calls it. */
function coveredAddresses(
  job: Job,
  { own, added }: FoundSources,
  uploads: readonly UploadRepository[],
): readonly CoveredAddress[] {
  const made = [
    ...added.map(({ address }) => address),
    ...uploads.map(({ feed }) => feedAddress(job.organization, feed, "pypi/simple/")),
  ];
  return [
    ...own,
    ...made.map((address) => ({ address, url: new URL(address), identity: ownIdentity(job, address) })),
  ];
}

function credentialEffects({ name, identity }: Entry & { readonly name: string }): readonly Effect[] {
  if (identity === undefined) return [];
  const variable = `POETRY_HTTP_BASIC_${variableLabel(name)}`;
  return [
    { kind: "set-variable", name: `${variable}_USERNAME`, value: identity.credentials.username },
    { kind: "set-variable", name: `${variable}_PASSWORD`, value: identity.credentials.token },
  ];
}

function notesOn(job: Job, { own, foreign, uploads, added }: FoundSources): readonly Note[] {
  return [
    ...own.map((source) => authenticatedNote(job, source.name, source)),
    ...added.map(({ feed, address }) => addedNote(job, feed.name, feed, address)),
    ...foreign.map((source) => skippedNote(source.address, source)),
    ...uploads.map(({ name, where }) =>
      info(
        `The repository ${logText(name)} (${where}) is at a feed of ${logText(job.organization.name)}: Poetry takes credentials for publishing by name, so publish by the name below`,
      ),
    ),
  ];
}

/** Variables have no order that one could rely on, and entries do. */
function orderNotes({ environment }: Job): readonly Note[] {
  const [first] = repositoriesInEnvironment(environment).filter(({ name }) => !isOurs(name));
  if (first === undefined) return [];
  return [
    warning(
      `${logText(first.where)} is set, beside which Poetry reads no repositories from files, so the task sets variables too. Poetry before 2.5 may then send the job's token to another organization on the feed's host, where a package names a file there by its address. Name that repository in poetry.toml or by poetry config instead.`,
    ),
  ];
}

/**
 * No setting of Poetry's has a feed take the public index's place: sources are read from pyproject.toml alone, whose
 * content poetry.lock has a hash of.
 */
function publicIndexNotes(job: Job, { projects, added }: FoundSources): readonly Note[] {
  const [first] = added;
  if (first === undefined || !job.inputs.replacePublicRegistry || job.purpose === "restore") return [];
  return projects
    .filter(({ isPoetry, sources }) => isPoetry && !sources.some(({ isPrimary }) => isPrimary))
    .map(({ path }) =>
      warning(
        `${logText(relative(job.workingDirectory, path))} has no primary source, so Poetry goes on to ask the public index: it takes sources from that file alone. To have packages come through feed ${logText(feedTitle(first.feed))}, run once, and commit: poetry source add --priority=primary ${logText(first.feed.name)} ${logAddress(first.address)}`,
      ),
    );
}
