import type { ReportedFailure, ReportedProject, RestoreReport } from "../../core/restore-report";
import type { FeedContents } from "../feed/holdings";
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
