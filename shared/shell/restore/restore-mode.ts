import type { LockEntry } from "../../core/lock-entry";
import type { ReportedProject, RestoreReport } from "../../core/restore-report";
import { print } from "../agent";
import { removeClientFolder } from "./client-environment";
import { readFeedContents } from "../feed/feed-contents";
import { saveEntries } from "../feed/save-files";
import type { SaveResult } from "../feed/save-result";
import type { FeedJob } from "./feed-job";
import { compareContents, reportedFailures } from "./feed-state";
import { restoredVersions } from "./maven-repository";
import type { RestoreParts } from "./parts";
import { restoreProject } from "./restore-project";
import { lockedEntries, skippedEntries, type Workspace } from "./workspace";

type Version = Pick<LockEntry, "protocol" | "name" | "version">;

/**
 * Runs every project's own restore through the feed, and then asks for each locked version that the feed still does
 * not hold: those of other platforms, and all where a client stays anonymous, as Cargo does at a public feed.
 */
export async function restoreWorkspace(
  run: FeedJob,
  parts: RestoreParts,
  workspace: Workspace,
): Promise<RestoreReport> {
  const locked = lockedEntries(workspace);
  const before = await readFeedContents({ ...run.access, packages: locked });
  const projects: ReportedProject[] = [];
  const found: Version[] = [];
  for (const project of workspace.projects) {
    const { reported, folder } = await restoreProject(run, parts, workspace, project);
    projects.push(reported);
    if (project.client === "maven") found.push(...restoredVersions(folder));
    removeClientFolder(folder);
  }
  const versions: readonly Version[] = [...locked, ...found];
  const saving = await saveMissing(run, locked, versions);
  const after = await readFeedContents({ ...run.access, packages: versions });
  const difference = compareContents(versions, before, after);
  const known = before.known && after.known;
  return {
    mode: "restore",
    organization: run.job.organization.name,
    feed: run.title,
    ...(run.identity === undefined ? {} : { identity: run.identity }),
    projects,
    saved: difference.saved,
    alreadySaved: difference.alreadySaved,
    bypasses: workspace.bypasses,
    skipped: skippedEntries(workspace),
    failed: saving === undefined ? [] : reportedFailures(saving),
    contentsKnown: known,
  };
}

async function saveMissing(
  run: FeedJob,
  locked: readonly LockEntry[],
  versions: readonly Version[],
): Promise<SaveResult | undefined> {
  const held = await readFeedContents({ ...run.access, packages: versions });
  const missing = locked.filter((entry) => {
    const version = held.find(entry);
    return version === undefined || version.deleted;
  });
  if (missing.length === 0) return undefined;
  print([`${missing.length} locked package files are not in the feed yet: asking for each`]);
  return saveEntries({
    ...run.access,
    entries: missing,
    ...(held.known ? { held } : {}),
    resume: "versions",
  });
}
