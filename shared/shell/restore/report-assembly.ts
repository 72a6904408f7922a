import type { ReportedFailure, ReportedProject, RestoreReport } from "../../core/restore-report";
import type { FeedJob } from "./feed-job";
import { distinctVersions, type Difference, type Version } from "./feed-state";
import { skippedEntries, type Workspace } from "./workspace";

/** What a run came to. */
export interface RunFacts {
  readonly difference: Difference;
  readonly projects: readonly ReportedProject[];
  readonly failed: readonly ReportedFailure[];
  /** Files of mode audit. */
  readonly wouldSave?: Iterable<Version>;
  readonly slice?: RestoreReport["slice"];
}

/** Puts a report together. */
export async function assembleReport(
  run: FeedJob,
  workspace: Workspace,
  facts: RunFacts,
): Promise<RestoreReport> {
  const identity = await run.identity();
  const { slice, projects, failed } = facts;
  const { saved, alreadySaved, unlisted, known } = facts.difference;
  const wouldSave = facts.wouldSave && distinctVersions(run.access.protocols, facts.wouldSave);
  return {
    mode: run.inputs.mode,
    organization: run.job.organization.name,
    feed: run.title,
    ...(identity === undefined ? {} : { identity }),
    ...(slice === undefined ? {} : { slice }),
    projects,
    saved,
    ...(unlisted === 0 ? {} : { unlisted }),
    alreadySaved,
    ...(wouldSave === undefined ? {} : { wouldSave }),
    bypasses: workspace.bypasses,
    skipped: skippedEntries(workspace.locks),
    failed,
    contentsKnown: known,
  };
}
