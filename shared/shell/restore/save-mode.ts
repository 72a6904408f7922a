import type { LockEntries } from "../../core/lock-entry";
import { logText } from "../../core/log-text";
import { sliceOf } from "../../core/slices";
import type { ReportedProject, RestoreReport } from "../../core/restore-report";
import { print, readVariable } from "../agent";
import { keepNewSpace } from "../feed/new-space";
import { readFeedContents, type ContentsBeginning } from "../feed/feed-contents";
import { WantedVersions, type FeedContents } from "../feed/holdings";
import { saveEntries } from "../feed/save-files";
import type { SaveResult } from "../feed/save-result";
import { readVersionFiles, type VersionFiles } from "../feed/version-files";
import type { FeedJob } from "./feed-job";
import { joinOutcomes, partsOf, type FeedPart, type Outcome } from "./feed-parts";
import { distinctVersions, isHeld, reportedFailures, settle } from "./feed-state";
import { listProjects } from "./listing-run";
import { ProgressLines } from "./progress-lines";
import { assembleReport } from "./report-assembly";
import { whyNothing } from "./nothing-done";
import { reportedAs, unreadableProject } from "./restore-project";
import { lockedEntries, type FoundProject, type Workspace } from "./workspace";

/**
 * Has the feed save every file that the lock files name, or this job's part of them, and installs nothing. In mode audit
 * nothing is saved either: it is only looked up what would be. Clients list what lock files do not name.
 */
export async function saveWorkspace(
  run: FeedJob,
  found: Workspace,
  begun: ContentsBeginning,
): Promise<RestoreReport> {
  const { workspace, failed: notListed, before: early } = await listProjects(run, found, begun);
  const slice = readSlice();
  const all = lockedEntries(workspace.locks);
  const entries = slice === undefined ? all : sliceOf(all, slice.position, slice.total);
  print([logText(announcement(run, workspace, all.length, { entries, slice }))]);
  const outcomes: [FeedPart, Outcome][] = [];
  for (const part of partsOf(run, entries)) {
    const isOther = part.run !== run;
    if (isOther) print([logText(otherFeedText(part))]);
    outcomes.push([part, await savePart(part, isOther ? undefined : { early, begun })]);
  }
  const projects = workspace.projects.map(
    (project) => notListed.get(project) ?? readProject(project, workspace),
  );
  return assembleReport(run, workspace, {
    ...{ ...joinOutcomes(run, outcomes), projects },
    ...(slice === undefined ? {} : { slice }),
  });
}

/**
 * Has one feed save what is locked to it.
 * @param own What is known, or was asked for already, of the run's own feed.
 */
async function savePart(
  { run, entries }: FeedPart,
  own: { readonly early: FeedContents | undefined; readonly begun: ContentsBeginning } | undefined,
): Promise<Outcome> {
  const { protocols } = run.access;
  const wanted = new WantedVersions(protocols, entries);
  const before = own?.early ?? (await readFeedContents(run.access, wanted, own?.begun));
  const files = await readHeldFiles(run, entries, before);
  const onlyLook = run.inputs.mode === "audit";
  const result = await saveLocked(run, entries, { held: before, files, onlyLook });
  const failed = reportedFailures(result);
  const given = onlyLook ? [] : result.saved;
  // Where no file was held, no version of them is looked for among thousands.
  const versions = result.alreadySaved === 0 ? [] : entries;
  const state = { versions, before, given, failed, clientsRan: false };
  // A feed that gave nothing holds what it held.
  const difference = await settle(run, state, given.length === 0 ? before : undefined);
  return {
    ...{ difference, failed },
    ...(onlyLook ? { wouldSave: distinctVersions(protocols, result.saved) } : {}),
  };
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

function announcement(
  run: FeedJob,
  { locks }: Workspace,
  total: number,
  { entries, slice }: { readonly entries: LockEntries; readonly slice: RestoreReport["slice"] },
): string {
  const part = slice === undefined ? "" : `, part ${slice.position} of ${slice.total}`;
  const named = `${locks.size} lock ${locks.size === 1 ? "file names" : "files name"} ${total} package ${total === 1 ? "file" : "files"}`;
  const verb = run.inputs.mode === "audit" ? "looking for" : "asking the feed for";
  return `${named}; ${verb} ${entries.length}${part}`;
}

function otherFeedText({ run, entries: { length } }: FeedPart): string {
  return `${length} of them ${length === 1 ? "is" : "are"} locked to feed ${run.title}, which is asked for ${length === 1 ? "it" : "them"}`;
}

/** Which files the feed holds of versions of some entries; undefined where it holds none of them. */
export function readHeldFiles(
  { access }: FeedJob,
  entries: LockEntries,
  held: FeedContents,
): Promise<VersionFiles | undefined> {
  for (const entry of entries) if (isHeld(held, entry)) return readVersionFiles(access, held, entries.length);
  return Promise.resolve(undefined);
}

/** What is known of the feed before it is asked for files. */
interface Known {
  readonly held: FeedContents;
  readonly files: VersionFiles | undefined;
  readonly onlyLook?: boolean;
}

/** Has the feed save every file of some entries that it does not hold, and says how far that is. */
export function saveLocked(
  run: FeedJob,
  entries: LockEntries,
  { held, files, onlyLook = false }: Known,
): Promise<SaveResult> {
  keepNewSpace();
  const progress = new ProgressLines(entries.length);
  const onProgress = onlyLook ? undefined : progress.update.bind(progress);
  return saveEntries(run.access, {
    ...{ entries, onlyLook },
    ...(held.known ? { held } : {}),
    ...(files === undefined ? {} : { files }),
    ...(onProgress === undefined ? {} : { onProgress }),
  }).finally(() => {
    progress.end();
  });
}

/**
 * The job's place among those of `strategy: parallel`; undefined where there is only one. The jobs of a matrix are
 * counted in the same variables, and each of them needs all (VsTestV2, runvstest.ts).
 */
function readSlice(): RestoreReport["slice"] {
  if (readVariable("System.ParallelExecutionType")?.toLowerCase() !== "multimachine") return undefined;
  const position = Number(readVariable("System.JobPositionInPhase") ?? "1");
  const total = Number(readVariable("System.TotalJobsInPhase") ?? "1");
  return total === 1 ? undefined : { position, total };
}
