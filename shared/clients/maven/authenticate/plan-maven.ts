import { basename, join } from "node:path";
import type { Files } from "../../../core/files";
import type { Job } from "../../../core/job";
import { feedAddress, type Feed } from "../../../core/feed-address";
import type { Effect, Plan } from "../../../core/plan";
import { handingOver } from "./handing-over";
import { configurationEffects, globalSettings } from "./installation";
import {
  proxyPasswordVariable,
  publicMirrorId,
  renderSettings,
  tokenVariable,
  type BoundRepository,
  type JobSettings,
} from "./job-settings";
import { notesOn } from "./stronger-settings";
import { refuseNothing, refuseTakenId } from "./refusals";
import { noSettings, parseSettings, type SettingsFile } from "./settings-file";
import { addressKey, refuseClash, type OwnRepository, type SortedRepositories } from "./found-repositories";

/** What the reactor and the input name. */
export interface Found extends SortedRepositories {
  /** The pom.xml files that were read. */
  readonly poms: readonly string[];
  readonly feeds: readonly Feed[];
}

/** A repository for a feed of the input; its id is the feed's name, or the one that the reactor has for the address. */
export interface FeedRepository extends BoundRepository {
  readonly feed: Feed;
}

/** Job-scoped settings with credentials for each repository, handed over by variables. */
export function planMaven(job: Job, read: Files, found: Found): Plan {
  refuseNothing(job, found);
  refuseClash(found);
  const known = new Map(
    [...found.own].reverse().map((repository) => [addressKey(repository.address), repository]),
  );
  const added = found.feeds.map((feed) => feedRepository(job, feed, known));
  refuseTakenId(added, found);
  const repositories = boundRepositories(added, found.own);
  const folder = join(job.jobFolder, "conf");
  const path = join(folder, "settings.xml");
  const base = baseSettings(job, read);
  const settings = jobSettings(job, base, repositories, added);
  return {
    effects: [
      { kind: "write-file", path, text: renderSettings(settings, base) },
      ...configurationEffects(job, read, folder),
      { kind: "set-variable", name: tokenVariable, value: job.identities[0].credentials.token },
      ...proxyEffects(job),
      ...handingOver(job, path, folder),
    ],
    notes: notesOn(job, read, { ...found, added, replaces: settings.publicMirror !== undefined }),
    authenticated: repositories.length,
  };
}

function feedRepository(job: Job, feed: Feed, known: ReadonlyMap<string, OwnRepository>): FeedRepository {
  const address = feedAddress(job.organization, feed, "maven/v1");
  const same = known.get(addressKey(address));
  const id = same?.id ?? feed.name.replace(/[^A-Za-z0-9_.-]+/g, "-");
  return { id, address: same?.address ?? address, feed, forDeployment: true };
}

/** Each id once; it is for deployment when it is so anywhere. */
function boundRepositories(
  added: readonly FeedRepository[],
  own: readonly OwnRepository[],
): readonly BoundRepository[] {
  const byId = new Map<string, BoundRepository>();
  for (const { id, address, forDeployment } of [...added, ...own]) {
    const known = byId.get(id);
    byId.set(id, {
      id,
      address: known?.address ?? address,
      forDeployment: forDeployment || known?.forDeployment === true,
    });
  }
  return [...byId.values()];
}

function baseSettings(job: Job, read: Files): SettingsFile {
  const path = globalSettings(job);
  const text = path === undefined ? undefined : read.get(path);
  return path === undefined || text === undefined ? noSettings : parseSettings(path, text);
}

/** The first feed takes the place of the public repositories, unless an earlier step's already does. */
function jobSettings(
  job: Job,
  base: SettingsFile,
  repositories: readonly BoundRepository[],
  added: readonly FeedRepository[],
): JobSettings {
  const [first] = added;
  const isTaken = (base.lists.get("mirrors") ?? []).some(({ id }) => id === publicMirrorId);
  const replaces = first !== undefined && job.inputs.replacePublicRegistry && !isTaken;
  return {
    profile: `feedpass-${basename(job.jobFolder)}`,
    username: job.identities[0].credentials.username,
    repositories,
    added,
    ...(replaces ? { publicMirror: first.address } : {}),
    ...(job.proxy === undefined ? {} : { proxy: job.proxy }),
  };
}

function proxyEffects(job: Job): readonly Effect[] {
  if (job.proxy?.password === undefined) return [];
  return [{ kind: "set-variable", name: proxyPasswordVariable, value: job.proxy.password }];
}
