import { setImmediate } from "node:timers/promises";
import type { LockEntries } from "../../core/lock-entry";
import { logText } from "../../core/log-text";
import type { ReportedProject, RestoreReport } from "../../core/restore-report";
import { print } from "../agent";
import { readFeedContents, type ContentsBeginning } from "../feed/feed-contents";
import { Holdings, WantedVersions, type FeedContents } from "../feed/holdings";
import type { SaveResult } from "../feed/save-result";
import { isStopping } from "../feed/save-run";
import type { VersionFiles } from "../feed/version-files";
import { removeClientFolder } from "./client-environment";
import type { FeedJob } from "./feed-job";
import { isHeld, reportedFailures, settle, type Version } from "./feed-state";
import { listFiles } from "./file-listing";
import { assembleReport } from "./report-assembly";
import { restoreProject, type RestoredProject } from "./restore-project";
import { readHeldFiles, saveLocked } from "./save-mode";
import { lockedEntries, readLocks, type FoundProject, type Workspace } from "./workspace";

/**
 * Runs every project's own restore through the feed, and then asks for each file of the lock files that the feed still
 * does not hold: those of other platforms, and all where a client stays anonymous, as some do at a public feed.
 */
export async function restoreWorkspace(
  run: FeedJob,
  workspace: Workspace,
  begun: ContentsBeginning,
): Promise<RestoreReport> {
  const locked = lockedEntries(workspace.locks);
  const reading = readMeanwhile(run, workspace, begun);
  const files = reading.then((before) => filesOfAll(run, locked, before));
  for (const each of [reading, files]) each.catch(() => undefined);
  const ready = begun.isAll.then((isAll) => (isAll ? undefined : reading));
  const projects: ReportedProject[] = [];
  const found: Version[] = [];
  for (const project of workspace.projects) {
    run.signal.throwIfAborted();
    const { reported, versions } = await restoreOne(run, workspace, project, ready);
    projects.push(reported);
    found.push(...versions);
  }
  const before = await reading;
  const saving = await saveRest(run, locked, before, await files);
  const failed = saving === undefined ? [] : reportedFailures(saving.result);
  const given = saving?.result.saved ?? [];
  const state = { versions: [...locked, ...found], before, given, failed, clientsRan: true };
  // A feed that held all of it does so still; what clients fetch anew, it is asked about afterwards.
  const isSame = given.length === 0 && found.length === 0;
  const difference = await settle(run, state, isSame ? (saving?.held ?? before) : undefined);
  return assembleReport(run, workspace, { difference, failed, projects });
}

/** Which files the feed holds, when it holds every version of some entries; else that is asked after clients ran. */
async function filesOfAll(
  run: FeedJob,
  entries: LockEntries,
  held: FeedContents,
): Promise<VersionFiles | undefined> {
  for (const entry of entries) if (!isHeld(held, entry)) return undefined;
  return readHeldFiles(run, entries, held);
}

/** What came of asking for files, and what the feed held before that. */
interface Saving {
  readonly held: FeedContents;
  readonly result: SaveResult;
}

/**
 * Has the feed save what it does not hold of some entries. Undefined where nothing can be saved.
 * @param files What the feed holds, where it held every version of the entries before; clients added nothing then.
 */
async function saveRest(
  run: FeedJob,
  entries: LockEntries,
  before: FeedContents,
  files: VersionFiles | undefined,
): Promise<Saving | undefined> {
  if (entries.length === 0 || run.feed.view !== undefined) return undefined;
  if (files !== undefined)
    return { held: before, result: await saveLocked(run, entries, { held: before, files }) };
  const held = await readFeedContents(run.access, new WantedVersions(run.access.protocols, entries));
  const known = { held, files: await readHeldFiles(run, entries, held) };
  return { held, result: await saveLocked(run, entries, known) };
}

/**
 * What the feed held before any client ran. Clients change that, so all of the feed's list has to be here before; where
 * it is, it is made sense of while they run, and who the job is and how the sources are called is asked then as well.
 */
async function readMeanwhile(
  run: FeedJob,
  workspace: Workspace,
  begun: ContentsBeginning,
): Promise<FeedContents> {
  if (await begun.isAll) {
    await setImmediate();
    await Promise.allSettled([run.identity(), run.access.document()]);
  }
  return readWanted(run, workspace, begun);
}

/** Of lock files the packages are known before; of other projects only afterwards, so all is read that could count. */
function readWanted(run: FeedJob, workspace: Workspace, begun: ContentsBeginning): Promise<FeedContents> {
  const open = workspace.projects.filter(({ lock }) => lock === undefined);
  const protocols = open.map(({ client }) => client.protocol.name);
  const wanted = new WantedVersions(run.access.protocols, lockedEntries(workspace.locks), protocols);
  return readFeedContents(run.access, wanted, begun);
}

/** A restore that failed of what the feed did not hold is tried once more after the task itself asked for it. */
async function restoreOne(
  run: FeedJob,
  workspace: Workspace,
  project: FoundProject,
  ready: Promise<unknown>,
): Promise<{ readonly reported: ReportedProject; readonly versions: readonly Version[] }> {
  let restored = await restoreProject(run, workspace, project, ready);
  const entries = workspace.locks.get(project.lock ?? "")?.entries;
  run.signal.throwIfAborted();
  if (restored.reported.result === "failed" && entries !== undefined) {
    const saving = await saveRest(run, entries, Holdings.unknown, undefined);
    if (saving !== undefined && hasNewVersions(saving)) {
      print([logText(`The feed gave ${saving.result.saved.length} more files now: trying again`)]);
      restored = await restoreProject(run, workspace, project, ready);
    } else restored = { ...restored, reported: withCause(restored.reported, saving?.result.failed ?? []) };
  }
  const versions = outcomeOf(run, workspace, project, restored);
  // Files that are shared with the project stay; the post-job step removes them. What others fetched is only there.
  if (restored.restoration.keepsFolder !== true) removeClientFolder(restored.environment);
  return { reported: restored.reported, versions };
}

/** More files of versions that the feed held are those of other platforms: no client failed for want of them. */
function hasNewVersions({ held, result }: Saving): boolean {
  for (const version of result.saved) if (!isHeld(held, version)) return true;
  return false;
}

/** What the feed itself answers the task counts more than what a client made of such an answer. */
function withCause(reported: ReportedProject, failed: SaveResult["failed"]): ReportedProject {
  const cause = failed.find(({ kind }) => isStopping(kind));
  if (cause === undefined || reported.text?.includes(cause.text) === true) return reported;
  return { ...reported, text: `${cause.text}\n${reported.text ?? ""}` };
}

/** The versions that a restore says it came to, by the files that it left. */
function outcomeOf(
  run: FeedJob,
  workspace: Workspace,
  { folder }: FoundProject,
  { restoration: { restored, writesLock } }: RestoredProject,
): readonly Version[] {
  const versions = restored === undefined ? [] : restored.versions(listFiles(restored.folder));
  if (writesLock === undefined) return versions;
  const path = folder === "" ? writesLock : `${folder}/${writesLock}`;
  return [...versions, ...lockedEntries(readLocks(run.job, workspace, [path]))];
}
