import { basename } from "node:path";
import { directKey } from "../../core/lock-entry";
import { mapList, type Listed } from "../../core/packed-list";
import { feedPage } from "../../core/rest-address";
import type { ReportedProject, ReportedVersion, RestoreReport } from "../../core/restore-report";
import { readVariable } from "../agent";
import type { FeedJob } from "./feed-job";
import type { Outcome } from "./feed-parts";
import { skippedEntries, type Workspace } from "./workspace";

/** What a run came to. */
export interface RunFacts extends Outcome {
  readonly projects: readonly ReportedProject[];
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

/** The same list; each of its versions is marked when its turn comes. */
function withDirect(list: Listed<ReportedVersion>, direct: ReadonlySet<string>): Listed<ReportedVersion> {
  const isDirect = ({ protocol, name, version }: ReportedVersion): boolean =>
    direct.has(directKey({ protocol, name })) || direct.has(directKey({ protocol, name, version }));
  return mapList(list, (version) => (isDirect(version) ? { ...version, direct: true } : version));
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
  const direct = directOf(workspace);
  const saved = withDirect(facts.difference.saved, direct);
  const wouldSave = facts.wouldSave && withDirect(facts.wouldSave, direct);
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
