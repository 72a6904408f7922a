import { basename } from "node:path";
import { feedPage } from "../../core/rest-address";
import type { ReportedFailure, ReportedProject, RestoreReport } from "../../core/restore-report";
import type { FeedContents } from "../feed/holdings";
import { readVariable } from "../agent";
import type { FeedJob } from "./feed-job";
import { compareContents, type Version } from "./feed-state";
import { skippedEntries, type Workspace } from "./workspace";

/** What a run came to. */
export interface RunFacts {
  /** What was restored or asked for. */
  readonly versions: Iterable<Version>;
  readonly before: FeedContents;
  readonly after: FeedContents;
  readonly projects: readonly ReportedProject[];
  readonly failed: readonly ReportedFailure[];
  readonly slice?: RestoreReport["slice"];
}

/** What the job and its sources are called to people: agent variables, which other agents may not have. */
function placeOf({ job }: FeedJob): Pick<RestoreReport, "job" | "root"> {
  const name = readVariable("System.JobDisplayName") ?? readVariable("Agent.JobName");
  const isSources = job.workingDirectory === readVariable("Build.SourcesDirectory");
  const repository = isSources ? readVariable("Build.Repository.Name") : undefined;
  return {
    root: repository?.split("/").at(-1) ?? basename(job.workingDirectory),
    ...(name === undefined ? {} : { job: name }),
  };
}

/** Puts a report together; what the feed could not be asked about is left to `saved` of the caller. */
export async function assembleReport(
  run: FeedJob,
  workspace: Workspace,
  facts: RunFacts,
): Promise<RestoreReport> {
  const identity = await run.identity();
  const { slice, projects, failed } = facts;
  const { saved, alreadySaved } = compareContents(facts.versions, facts.before, facts.after);
  return {
    mode: run.inputs.mode,
    organization: run.job.organization.name,
    feed: run.title,
    feedPage: feedPage(run.access),
    ...placeOf(run),
    ...(identity === undefined ? {} : { identity }),
    ...(slice === undefined ? {} : { slice }),
    projects,
    saved,
    alreadySaved,
    bypasses: workspace.bypasses,
    skipped: skippedEntries(workspace.locks),
    failed,
    contentsKnown: facts.before.known && facts.after.known,
  };
}
