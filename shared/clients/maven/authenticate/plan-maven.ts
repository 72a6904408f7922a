import { join } from "node:path";
import type { Files } from "../../../core/files";
import { addedNote, authenticatedNote, skippedNote } from "../../../core/found-feeds";
import { stepName, type Job } from "../../../core/job";
import { info, type Note, type Plan } from "../../../core/plan";
import { proxyCredentials, proxyEffects, proxyEntries } from "./agent-proxy";
import { deploymentSettings, type DeploymentSettings } from "./deployment-settings";
import { requireRepositories, type FoundRepositories } from "./found-repositories";
import { handingOver } from "./handing-over";
import { refuseClash, refuseOwnIds, refuseTakenId } from "./id-clashes";
import { configurationEffects, globalSettings } from "./installation";
import {
  ownPrefix,
  publicMirrorId,
  renderSettings,
  type BoundRepository,
  type JobSettings,
} from "./job-settings";
import { loginOf, tokenEffects } from "./login";
import { noSettings, parseSettings, type SettingsFile } from "./settings-file";
import { mavenConfigNotes, userSettingsNotes } from "./stronger-settings";
import { wayToTheFeed } from "./way-to-the-feed";

/** Job-scoped settings with credentials for each repository, handed over by variables. */
export function planMaven(job: Job, read: Files, found: FoundRepositories): Plan {
  requireRepositories(job, found);
  refuseOwnIds([...found.own, ...found.foreign]);
  refuseClash(found);
  refuseTakenId(found);
  const repositories = boundRepositories(job, found);
  const folder = join(job.jobFolder, "conf");
  const path = join(folder, "settings.xml");
  const base = baseSettings(job, read);
  const onTheWay = wayToTheFeed(
    job,
    read,
    repositories.map(({ address }) => address),
  );
  const deployment = deploymentSettings(job, found.deployments);
  const settings = jobSettings(job, found, base, repositories, deployment);
  const used = new Set([...found.added, ...found.own].map(({ identity }) => identity));
  return {
    effects: [
      { kind: "write-file", path, text: renderSettings(settings, base) },
      ...configurationEffects(job, read, folder),
      ...deployment.effects,
      ...tokenEffects(job, used),
      ...proxyEffects(job),
      ...handingOver(job, path, folder),
    ],
    notes: [...notesOn(job, read, found, settings), ...deployment.notes, ...onTheWay],
    authenticated: repositories.length,
    others: proxyCredentials(job),
  };
}

/** Each id once, those of the input first. */
function boundRepositories(job: Job, { added, own }: FoundRepositories): readonly BoundRepository[] {
  const logins = new Map(job.identities.map((identity) => [identity, loginOf(job, identity)]));
  const byId = new Map<string, BoundRepository>();
  for (const { id, address, identity } of [...added, ...own])
    if (!byId.has(id)) byId.set(id, { id, address, login: logins.get(identity) ?? loginOf(job, identity) });
  return [...byId.values()];
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
  deployment: DeploymentSettings,
): JobSettings {
  const added = repositories.slice(0, found.added.length);
  const [first] = added;
  const isTaken = (base.lists.get("mirrors") ?? []).some(({ id }) => publicMirrorId.test(id));
  const replaces = first !== undefined && job.inputs.replacePublicRegistry && !isTaken;
  return {
    profile: `${ownPrefix}${job.nonce}-${stepName(job)}`,
    nonce: job.nonce,
    repositories,
    added,
    ...(replaces ? { publicMirror: first } : {}),
    deployment,
    proxies: proxyEntries(job),
  };
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
    ...userSettingsNotes(job, read, replaces),
  ];
}
