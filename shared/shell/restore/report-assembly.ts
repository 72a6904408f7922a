import type { ReportedProject, RestoreReport } from "../../core/restore-report";
import type { FeedJob } from "./feed-job";
import { compareContents, distinctVersions, type RunState, type Version } from "./feed-state";
import { skippedEntries, type Workspace } from "./workspace";

/** What a run came to. */
export interface RunFacts extends RunState {
  readonly projects: readonly ReportedProject[];
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
  const { protocols } = run.access;
  const { saved, alreadySaved, unlisted } = compareContents(protocols, facts);
  const wouldSave = facts.wouldSave && distinctVersions(protocols, facts.wouldSave);
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
    contentsKnown: facts.before.known && facts.after.known,
  };
}
