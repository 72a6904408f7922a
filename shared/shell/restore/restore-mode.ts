import { setImmediate } from "node:timers/promises";
import { selectEntries } from "../../core/lock-entry";
import type { LockEntries } from "../../core/lock-entry";
import { logText } from "../../core/log-text";
import type { Restoration, RestoringClient } from "../../core/client";
import { Problem } from "../../core/problem";
import type { ReportedProject, RestoreReport } from "../../core/restore-report";
import { print } from "../agent";
import { readFeedContents, type ContentsBeginning } from "../feed/feed-contents";
import { WantedVersions, type FeedContents } from "../feed/holdings";
import { saveEntries } from "../feed/save-files";
import type { SaveResult } from "../feed/save-result";
import { ClientEnvironments } from "./client-environment";
import type { FeedJob } from "./feed-job";
import { givenVersions, isHeld, reportedFailures, type Version } from "./feed-state";
import { listFiles } from "./file-listing";
import { prepareLaterSteps } from "./later-steps";
import { assembleReport } from "./report-assembly";
import { whyNothing } from "./nothing-done";
import { failedProject, restoreProject, unreadableProject, type RestoredProject } from "./restore-project";
import { lockedEntries, readLocks, type FoundProject, type Workspace } from "./workspace";

/**
 * Runs every project's own restore through the feed, and then asks for each locked version that the feed still does
 * not hold: those of other platforms, and all where a client stays anonymous, as some do at a public feed.
 */
export async function restoreWorkspace(
  run: FeedJob,
  workspace: Workspace,
  begun: ContentsBeginning,
): Promise<RestoreReport> {
  const reading = readMeanwhile(run, workspace, begun);
  reading.catch(() => undefined);
  const ready = begun.isAll.then((isAll) => (isAll ? undefined : reading));
  const { projects, found } = await restoreAll(run, workspace, ready);
  const before = await reading;
  const locked = lockedEntries(workspace.locks);
  const versions = [...locked, ...found];
  // A feed that held all of it does so still; what clients fetch anew, it is asked about afterwards.
  const isHeldBefore = missingOf(locked, before).length === 0;
  const { held, saving } = isHeldBefore ? { held: before } : await saveMissing(run, locked);
  const isAll = saving === undefined && found.length === 0;
  const after = isAll
    ? held
    : await readFeedContents(run.access, new WantedVersions(run.access.protocols, versions));
  const failed = saving === undefined ? [] : reportedFailures(saving.entries, saving.result);
  const report = await assembleReport(run, workspace, { versions, before, after, projects, failed });
  return after.known || saving === undefined ? report : { ...report, saved: givenVersions(saving.result) };
}

/** Every project in turn, and what later steps find of it. */
async function restoreAll(
  run: FeedJob,
  workspace: Workspace,
  ready: Promise<unknown>,
): Promise<{ readonly projects: readonly ReportedProject[]; readonly found: readonly Version[] }> {
  const environments = new ClientEnvironments(run.job, run.feed, workspace.files, workspace.projects);
  const projects: ReportedProject[] = [];
  const found: Version[] = [];
  const kept = new Map<RestoringClient, Readonly<Record<string, string>>>();
  const restored: FoundProject[] = [];
  const sharing = new Set<RestoringClient>();
  for (const project of workspace.projects) {
    run.signal.throwIfAborted();
    const { reported, versions, restoration } = await restoreOne(run, workspace, project, {
      environments,
      ready,
    });
    projects.push(reported);
    found.push(...versions);
    if (restoration?.keepsFolder === true) sharing.add(project.client);
    if (reported.result !== "restored") continue;
    restored.push(project);
    if (restoration?.kept !== undefined) kept.set(project.client, restoration.kept);
  }
  prepareLaterSteps(run, workspace, { environments, kept, projects: restored, sharing });
  return { projects, found };
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

interface Outcome {
  readonly reported: ReportedProject;
  readonly versions: readonly Version[];
  /** How its client ran; absent where it did not. */
  readonly restoration?: Restoration;
}

interface Step {
  readonly environments: ClientEnvironments;
  /** What has to be over before a client runs. */
  readonly ready: Promise<unknown>;
}

/** A Problem costs the project that has it, and no other. */
async function restoreOne(
  run: FeedJob,
  workspace: Workspace,
  project: FoundProject,
  step: Step,
): Promise<Outcome> {
  const unreadable = unreadableProject(project, workspace);
  if (unreadable !== undefined) return { reported: unreadable, versions: [] };
  try {
    return await tryTwice(run, workspace, project, step);
  } catch (error) {
    if (!(error instanceof Problem) || run.signal.aborted) throw error;
    return { reported: failedProject(project, error), versions: [] };
  }
}

/** A restore that failed of what the feed did not hold is tried once more after the task itself asked for it. */
async function tryTwice(
  run: FeedJob,
  workspace: Workspace,
  project: FoundProject,
  step: Step,
): Promise<Outcome> {
  let restored = await restoreProject(run, workspace, project, step);
  const entries = workspace.locks.get(project.lock ?? "")?.entries ?? [];
  run.signal.throwIfAborted();
  if (restored.reported.result === "failed" && entries.length > 0) {
    const { saving } = await saveMissing(run, entries);
    if (saving !== undefined && saving.result.saved.length > 0) {
      print([logText(`The feed holds ${saving.result.saved.length} more files now: trying again`)]);
      restored = await restoreProject(run, workspace, project, step);
    }
  }
  const versions = outcomeOf(run, workspace, project, restored);
  const reason = versions.length === 0 ? whyNothing(project, workspace, false) : undefined;
  const { restoration } = restored;
  const reported = { ...restored.reported, ...(reason === undefined ? {} : { reason }) };
  return { reported, versions, restoration };
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

function missingOf(locked: LockEntries, held: FeedContents): LockEntries {
  return selectEntries(locked, (entry) => !isHeld(held, entry));
}

interface Missing {
  /** What the feed held before it was asked for the rest. */
  readonly held: FeedContents;
  /** Undefined where nothing was missing. */
  readonly saving?: { readonly entries: LockEntries; readonly result: SaveResult };
}

async function saveMissing(run: FeedJob, locked: LockEntries): Promise<Missing> {
  const held = await readFeedContents(run.access, new WantedVersions(run.access.protocols, locked));
  const entries = missingOf(locked, held);
  if (entries.length === 0) return { held };
  print([
    `${entries.length} locked package files are of versions that the feed does not hold: asking for each`,
  ]);
  const known = held.known ? { held } : {};
  const result = await saveEntries(run.access, { entries, ...known, resume: "versions" });
  return { held, saving: { entries, result } };
}
