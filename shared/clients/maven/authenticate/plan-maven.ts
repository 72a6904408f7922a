import { join } from "node:path";
import type { Credentials } from "../../../core/credentials";
import type { Files } from "../../../core/files";
import { addedNote, authenticatedNote, skippedNote } from "../../../core/found-feeds";
import type { Identity } from "../../../core/identity";
import { stepName, type Job } from "../../../core/job";
import { info, type Effect, type Note, type Plan } from "../../../core/plan";
import { requireRepositories, type FoundRepositories } from "./found-repositories";
import { handingOver } from "./handing-over";
import { refuseClash, refuseTakenId } from "./id-clashes";
import { configurationEffects, globalSettings } from "./installation";
import {
  proxyPasswordVariable,
  publicMirrorId,
  renderSettings,
  type BoundRepository,
  type JobSettings,
  type Login,
} from "./job-settings";
import { noSettings, parseSettings, type SettingsFile } from "./settings-file";
import { mavenConfigNotes, userSettingsNotes } from "./stronger-settings";

/** Job-scoped settings with credentials for each repository, handed over by variables. */
export function planMaven(job: Job, read: Files, found: FoundRepositories): Plan {
  requireRepositories(job, found);
  refuseClash(found);
  refuseTakenId(found);
  const repositories = boundRepositories(job, found);
  const folder = join(job.jobFolder, "conf");
  const path = join(folder, "settings.xml");
  const base = baseSettings(job, read);
  const settings = jobSettings(job, found, base, repositories);
  return {
    effects: [
      { kind: "write-file", path, text: renderSettings(settings, base) },
      ...configurationEffects(job, read, folder),
      ...tokenEffects(job, found),
      ...proxyEffects(job),
      ...handingOver(job, path, folder),
    ],
    notes: notesOn(job, read, found, settings),
    authenticated: repositories.length,
    others: proxyCredentials(job),
  };
}

/** Each id once, those of the input first; it is for deployment when it is so anywhere. */
function boundRepositories(job: Job, { added, own }: FoundRepositories): readonly BoundRepository[] {
  const logins = new Map(job.identities.map((identity) => [identity, loginOf(job, identity)]));
  const byId = new Map<string, BoundRepository>();
  const all = [...added.map((repository) => ({ ...repository, forDeployment: true })), ...own];
  for (const { id, address, forDeployment, identity } of all) {
    const known = byId.get(id);
    byId.set(id, {
      id,
      address: known?.address ?? address,
      forDeployment: forDeployment || known?.forDeployment === true,
      login: known?.login ?? logins.get(identity) ?? loginOf(job, identity),
    });
  }
  return [...byId.values()];
}

function loginOf(job: Job, identity: Identity): Login {
  return { username: identity.credentials.username, variable: tokenVariable(job, identity) };
}

/**
 * The environment variable for an identity's token, to which the settings refer. The job's own token is the same in
 * every step; what is another step's second identity is its own affair, and the settings of both steps count.
 */
function tokenVariable(job: Job, identity: Identity): string {
  const number = job.identities.indexOf(identity) + 1;
  const step = stepName(job)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "_");
  return number === 1 ? "FEEDPASS_MAVEN_TOKEN" : `FEEDPASS_MAVEN_TOKEN_${step}_${number}`;
}

function tokenEffects(job: Job, { added, own }: FoundRepositories): readonly Effect[] {
  const used = new Set([...added, ...own].map(({ identity }) => identity));
  return job.identities
    .filter((identity) => used.has(identity))
    .map((identity) => ({
      kind: "set-variable",
      name: tokenVariable(job, identity),
      value: identity.credentials.token,
    }));
}

function baseSettings(job: Job, read: Files): SettingsFile {
  return read.parsed(globalSettings(job) ?? "", parseSettings) ?? noSettings;
}

/** The first feed takes the place of the public repositories, unless an earlier step's already does. */
function jobSettings(
  job: Job,
  found: FoundRepositories,
  base: SettingsFile,
  repositories: readonly BoundRepository[],
): JobSettings {
  const added = repositories.slice(0, found.added.length);
  const [first] = added;
  const isTaken = (base.lists.get("mirrors") ?? []).some(({ id }) => id === publicMirrorId);
  const replaces = first !== undefined && job.inputs.replacePublicRegistry && !isTaken;
  return {
    profile: `feedpass-${stepName(job)}`,
    repositories,
    added,
    ...(replaces ? { publicMirror: first } : {}),
    ...(job.proxy === undefined ? {} : { proxy: job.proxy }),
  };
}

function proxyEffects({ proxy }: Job): readonly Effect[] {
  if (proxy?.password === undefined) return [];
  return [{ kind: "set-variable", name: proxyPasswordVariable, value: proxy.password }];
}

function proxyCredentials({ proxy }: Job): readonly Credentials[] {
  if (proxy?.password === undefined) return [];
  return [{ username: proxy.username ?? "", token: proxy.password }];
}

/** What the log says of the plan. */
function notesOn(
  job: Job,
  read: Files,
  { own, foreign, added }: FoundRepositories,
  { publicMirror }: JobSettings,
): readonly Note[] {
  const ids = new Set(added.map(({ id }) => id));
  const inPoms = new Map(
    own.filter(({ id }) => !ids.has(id)).map((repository) => [repository.id, repository]),
  );
  const deploys = new Set(own.filter(({ forDeployment }) => forDeployment).map(({ id }) => id));
  const replaces = publicMirror !== undefined;
  return [
    ...[...inPoms.values()].map((repository) => authenticatedNote(job, repository.id, repository)),
    ...added.map(({ id, feed, address }) => addedNote(id, feed, address)),
    ...(replaces
      ? [
          info(
            `${added[0]?.id ?? ""} takes the place of every other repository for this job (mirrorOf external:*)`,
          ),
        ]
      : []),
    ...foreign.map((repository) => skippedNote(repository.address, repository)),
    ...mavenConfigNotes(job, read),
    ...userSettingsNotes(job, read, deploys, replaces),
  ];
}
