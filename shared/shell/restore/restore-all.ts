import type { Restoration, RestoringClient } from "../../core/client";
import type { LockEntries } from "../../core/lock-entry";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import type { ReportedProject } from "../../core/restore-report";
import { print } from "../agent";
import { Holdings } from "../feed/holdings";
import type { SaveResult } from "../feed/save-result";
import { isStopping } from "../feed/save-run";
import type { ClientEnvironments } from "./client-environment";
import type { FeedJob } from "./feed-job";
import { partsOf } from "./feed-parts";
import { isHeld, type Version } from "./feed-state";
import { listFiles } from "./file-listing";
import { prepareLaterSteps } from "./later-steps";
import { rolesOfFetched, type PackageRoles } from "./named-packages";
import { whyNothing } from "./nothing-done";
import { projectLock } from "./project-lock";
import { failedProject, restoreProject, unreadableProject, type RestoredProject } from "./restore-project";
import { saveRest, type Saving } from "./save-rest";
import { lockedEntries, readLocks, type FoundProject, type Workspace } from "./workspace";

/** Every project in turn, and what later steps find of it. */
export async function restoreAll(
  run: FeedJob,
  workspace: Workspace,
  step: Step,
): Promise<{
  readonly projects: readonly ReportedProject[];
  readonly found: readonly Version[];
  readonly roles: PackageRoles;
}> {
  const projects: ReportedProject[] = [];
  const found: Version[] = [];
  const kept = new Map<RestoringClient, Readonly<Record<string, string>>>();
  const restored: FoundProject[] = [];
  const sharing = new Set<RestoringClient>();
  const folders = new Map<string, Restoration["restored"]>();
  for (const project of workspace.projects) {
    run.signal.throwIfAborted();
    const { reported, versions, restoration } = await restoreOne(run, workspace, project, step);
    projects.push(reported);
    found.push(...versions);
    if (restoration?.keepsFolder === true) sharing.add(project.client);
    if (restoration?.restored !== undefined) folders.set(restoration.restored.folder, restoration.restored);
    if (reported.result !== "restored") continue;
    restored.push(project);
    if (restoration?.kept !== undefined) kept.set(project.client, restoration.kept);
  }
  const roles = rolesOfFetched(folders.values());
  const { environments } = step;
  prepareLaterSteps(run, workspace, { environments, kept, projects: restored, sharing });
  return { projects, found, roles };
}

interface Outcome {
  readonly reported: ReportedProject;
  readonly versions: readonly Version[];
  /** How its client ran; absent where it did not. */
  readonly restoration?: Restoration;
}

/** What the restores of all projects go on from. */
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
  const entries = projectLock(workspace, project)?.entries;
  run.signal.throwIfAborted();
  if (restored.reported.result === "failed" && entries !== undefined) {
    const savings = await saveParts(run, entries);
    const given = savings.reduce((sum, { result }) => sum + result.saved.length, 0);
    if (savings.some(hasNewVersions)) {
      print([logText(`The feed gave ${given} more files now: trying again`)]);
      restored = await restoreProject(run, workspace, project, step);
    } else {
      const failed = savings.flatMap(({ result }) => result.failed);
      restored = { ...restored, reported: withCause(restored.reported, failed) };
    }
  }
  const versions = outcomeOf(run, workspace, project, restored);
  const reason = versions.length === 0 ? whyNothing(project, workspace, false) : undefined;
  const { restoration } = restored;
  const reported = { ...restored.reported, ...(reason === undefined ? {} : { reason }) };
  return { reported, versions, restoration };
}

/** Asks each feed for what is locked to it; what could not be asked for is left out. */
async function saveParts(run: FeedJob, entries: LockEntries): Promise<readonly Saving[]> {
  const savings: Saving[] = [];
  for (const part of partsOf(run, entries)) {
    const saving = await saveRest(part.run, part.entries, Holdings.unknown, undefined);
    if (saving !== undefined) savings.push(saving);
  }
  return savings;
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
  const isLeftOut = (_path: string, name: string): boolean => restored?.isLeftOut?.(name) ?? false;
  const versions = restored?.versions(listFiles(restored.folder, isLeftOut)) ?? [];
  if (writesLock === undefined) return versions;
  const path = folder === "" ? writesLock : `${folder}/${writesLock}`;
  return [...versions, ...lockedEntries(readLocks(run.job, workspace, [path]))];
}
