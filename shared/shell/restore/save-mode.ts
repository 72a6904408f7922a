import type { LockEntries } from "../../core/lock-entry";
import { logText } from "../../core/log-text";
import { sliceOf } from "../../core/slices";
import type { ReportedProject, RestoreReport } from "../../core/restore-report";
import { print, readVariable } from "../agent";
import { readFeedContents, type ContentsBeginning } from "../feed/feed-contents";
import { WantedVersions, type FeedContents } from "../feed/holdings";
import { saveEntries } from "../feed/save-files";
import type { SaveResult } from "../feed/save-result";
import type { FeedJob } from "./feed-job";
import { givenVersions, reportedFailures } from "./feed-state";
import { ProgressLines } from "./progress-lines";
import { assembleReport } from "./report-assembly";
import { whyNothing } from "./nothing-done";
import { reportedAs, unreadableProject } from "./restore-project";
import { lockedEntries, type FoundProject, type Workspace } from "./workspace";

/** Has the feed save every file that the lock files name, or this job's part of them, and installs nothing. */
export async function saveWorkspace(
  run: FeedJob,
  workspace: Workspace,
  begun: ContentsBeginning,
): Promise<RestoreReport> {
  const slice = readSlice();
  const all = lockedEntries(workspace.locks);
  const entries = slice === undefined ? all : sliceOf(all, slice.position, slice.total);
  const part = slice === undefined ? "" : `, part ${slice.position} of ${slice.total}`;
  const files = workspace.locks.size;
  const count = `${files} lock ${files === 1 ? "file names" : "files name"} ${all.length} package files`;
  print([logText(`${count}; asking the feed for ${entries.length}${part}`)]);
  const wanted = new WantedVersions(run.access.protocols, entries);
  const before = await readFeedContents(run.access, wanted, begun);
  const result = await saveAll(run, entries, before);
  const after = await readFeedContents(run.access, wanted);
  const projects = workspace.projects.map((project) => readProject(project, workspace));
  const failed = reportedFailures(entries, result);
  const report = await assembleReport(run, workspace, {
    ...{ versions: entries, before, after, projects, failed },
    ...(slice === undefined ? {} : { slice }),
  });
  return after.known ? report : { ...report, saved: givenVersions(result) };
}

/** One whose files cannot be read failed. */
function readProject(project: FoundProject, workspace: Workspace): ReportedProject {
  const failed = unreadableProject(project, workspace);
  if (failed !== undefined) return failed;
  const reason = whyNothing(project, workspace, true);
  return {
    ...{ ...reportedAs(project), result: "read" },
    ...(reason === undefined ? {} : { reason }),
  };
}

function saveAll(run: FeedJob, entries: LockEntries, before: FeedContents): Promise<SaveResult> {
  const progress = new ProgressLines(entries.length);
  const held = before.known ? { held: before } : {};
  const onProgress = progress.update.bind(progress);
  return saveEntries(run.access, { entries, ...held, onProgress }).finally(() => {
    progress.end();
  });
}

/**
 * The job's place among those of `strategy: parallel`; undefined where there is only one. The jobs of a matrix are
 * counted in the same variables, and each of them needs all (VsTestV2, runvstest.ts).
 */
export function readSlice(): RestoreReport["slice"] {
  if (readVariable("System.ParallelExecutionType")?.toLowerCase() !== "multimachine") return undefined;
  const position = Number(readVariable("System.JobPositionInPhase") ?? "1");
  const total = Number(readVariable("System.TotalJobsInPhase") ?? "1");
  return total === 1 ? undefined : { position, total };
}
