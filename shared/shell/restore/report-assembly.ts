import { basename } from "node:path";
import { feedPage } from "../../core/rest-address";
import type { ReportedProject, RestoreReport } from "../../core/restore-report";
import { readVariable } from "../agent";
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

/** What the projects of all lock files name themselves, as `directKey`. */
function directOf({ locks }: Workspace): ReadonlySet<string> {
  return new Set([...locks.values()].flatMap(({ direct }) => [...(direct ?? [])]));
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
  const { saved, alreadySaved, unlisted } = compareContents(protocols, {
    ...facts,
    direct: directOf(workspace),
  });
  const wouldSave = facts.wouldSave && distinctVersions(protocols, facts.wouldSave);
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
    ...(unlisted === 0 ? {} : { unlisted }),
    alreadySaved,
    ...(wouldSave === undefined ? {} : { wouldSave }),
    bypasses: workspace.bypasses,
    skipped: skippedEntries(workspace.locks),
    failed,
    contentsKnown: facts.before.known && facts.after.known,
  };
}
