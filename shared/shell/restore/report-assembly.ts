import { basename } from "node:path";
import { feedPage } from "../../core/rest-address";
import type { ReportedProject, RestoreReport } from "../../core/restore-report";
import { readVariable } from "../agent";
import type { FeedJob } from "./feed-job";
import type { Outcome } from "./feed-parts";
import { namedPackages, withNames, type PackageRoles } from "./named-packages";
import { skippedEntries, type Workspace } from "./workspace";

/** What a run came to. */
export interface RunFacts extends Outcome {
  readonly projects: readonly ReportedProject[];
  readonly slice?: RestoreReport["slice"];
  /** What is known of packages by what clients fetched. */
  readonly roles?: PackageRoles;
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

/** Puts a report together. */
export async function assembleReport(
  run: FeedJob,
  workspace: Workspace,
  facts: RunFacts,
): Promise<RestoreReport> {
  const identity = await run.identity();
  const { slice, projects, failed } = facts;
  const { alreadySaved, unlisted, known } = facts.difference;
  const named = namedPackages(run, workspace, facts.roles);
  const saved = withNames(facts.difference.saved, named);
  const wouldSave = facts.wouldSave && withNames(facts.wouldSave, named);
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
    contentsKnown: known,
  };
}
