import { join } from "node:path";
import type { Files } from "../../../core/files";
import { addedNote, authenticatedNote, replacedNote, skippedNote } from "../../../core/found-feeds";
import { stepName, type Job } from "../../../core/job";
import type { Effect, Note, Plan } from "../../../core/plan";
import { accessList, accessListText, tokenEffects } from "./access-list";
import { proxyCredentials, proxyEffects, proxyEntries } from "./agent-proxy";
import {
  boundRepositories,
  distinctOwn,
  requireRepositories,
  type FoundRepositories,
} from "./found-repositories";
import { handingOver } from "./handing-over";
import { configurationEffects, globalSettings } from "./installation";
import { needsSettings, publicMirrorId, renderSettings, type JobSettings } from "./job-settings";
import { noSettings, parseSettings, type SettingsFile } from "./settings-file";
import { extensionNotes, mavenConfigNotes, userSettingsNotes } from "./stronger-settings";
import { wayToTheFeed } from "./way-to-the-feed";

/**
 * An extension of Maven that gives the token by address, handed over by variables; and settings of the job's own where
 * there is anything to say in them.
 */
export function planMaven(job: Job, read: Files, found: FoundRepositories): Plan {
  requireRepositories(job, found);
  const all = [...found.added, ...found.own];
  const onTheWay = wayToTheFeed(
    job,
    read,
    all.map(({ address }) => address),
  );
  const made = needsSettings(job) ? makeSettings(job, read, found) : undefined;
  const access = join(job.jobFolder, "access");
  return {
    effects: [
      {
        kind: "write-file",
        path: join(access, accessList),
        text: accessListText(job, found),
      },
      ...(made?.effects ?? []),
      ...tokenEffects(job, found),
      ...proxyEffects(job),
      ...handingOver(job, read, access, made?.folder),
    ],
    notes: [...notesOn(job, read, found, made?.settings), ...onTheWay],
    authenticated: found.added.length + distinctOwn(found).length,
    others: proxyCredentials(job),
  };
}

interface MadeSettings {
  readonly settings: JobSettings;
  /** What `-Dmaven.conf` names; settings.xml is in it. */
  readonly folder: string;
  readonly effects: readonly Effect[];
}

function makeSettings(job: Job, read: Files, found: FoundRepositories): MadeSettings {
  const folder = join(job.jobFolder, "conf");
  const base = read.parsed(globalSettings(job) ?? "", parseSettings) ?? noSettings;
  const settings = jobSettings(job, found, base);
  const text = renderSettings(settings, base);
  return {
    settings,
    folder,
    effects: [
      { kind: "write-file", path: join(folder, "settings.xml"), text },
      ...configurationEffects(job, read, folder),
    ],
  };
}

/** The first feed takes the place of the public repositories, unless an earlier step's already does. */
function jobSettings(job: Job, found: FoundRepositories, base: SettingsFile): JobSettings {
  const [first] = found.added;
  const isTaken = (base.lists.get("mirrors") ?? []).some(({ id }) => id === publicMirrorId);
  const replaces = first !== undefined && job.inputs.replacePublicRegistry && !isTaken;
  return {
    profile: `feedpass-${stepName(job)}`,
    added: found.added,
    ...boundRepositories(found),
    ...(replaces ? { publicMirror: first } : {}),
    proxies: proxyEntries(job),
  };
}

/** What the log says of the plan. */
function notesOn(
  job: Job,
  read: Files,
  found: FoundRepositories,
  settings: JobSettings | undefined,
): readonly Note[] {
  const { foreign, added } = found;
  const replaces = settings?.publicMirror !== undefined;
  return [
    ...distinctOwn(found).map((repository) => authenticatedNote(job, repository.id, repository)),
    ...added.map(({ id, feed, address }) => addedNote(job, id, feed, address)),
    ...(replaces
      ? [replacedNote(job, "Every other repository (mirrorOf external:*)", added[0]?.id ?? "")]
      : []),
    ...foreign.map((repository) => skippedNote(repository.address, repository)),
    ...extensionNotes(job, read),
    ...(settings === undefined ? [] : mavenConfigNotes(job, read)),
    ...userSettingsNotes(job, read, settings?.publicMirror?.address),
  ];
}
