import { setImmediate } from "node:timers/promises";
import type { RestoringClient } from "../../core/client";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import type { RestoreReport } from "../../core/restore-report";
import { complete, print } from "../agent";
import { failureText } from "../failure-text";
import { beginReading } from "../feed/feed-contents";
import { readJob } from "../read-job";
import { prepareScrubbing } from "../secrets";
import { ClientEnvironments } from "./client-environment";
import { openFeedJob, type FeedJob } from "./feed-job";
import { checkFeed } from "./feed-check";
import { chooseFeed, readNamedFeeds, type NamedFeeds } from "./feed-choice";
import { reportBypasses } from "./findings";
import type { ProjectPatterns } from "./project-patterns";
import { placeReport } from "./report-file";
import { writeReport } from "./report-writing";
import { readRestoreInputs, type RestoreInputs } from "./restore-inputs";
import { restoreWorkspace } from "./restore-mode";
import { planAhead } from "./restore-project";
import { saveWorkspace } from "./save-mode";
import { scrubReport } from "./scrub-report";
import { finish } from "./step-result";
import { withTools } from "./with-tools";
import { findWorkspace, readWorkspace, type Workspace, type WorkspaceFiles } from "./workspace";
import { describeWorkspace } from "./workspace-lines";

/**
 * RestoreUpstream@1: reads everything, says what bypasses the feed, restores or saves, and reports. A Problem fails
 * the step with its hint; anything else is a defect and shows its stack.
 * @param known Every client that there is, in the order in which they are restored.
 */
export async function runRestore(known: readonly RestoringClient[]): Promise<void> {
  const cancel = new AbortController();
  const abort = (): void => {
    cancel.abort();
  };
  process.on("SIGINT", abort).on("SIGTERM", abort);
  try {
    const inputs = readRestoreInputs(known);
    const report = await restore(known, inputs, cancel.signal);
    finish(report, inputs);
  } catch (error) {
    complete("Failed", cancel.signal.aborted ? "The job was cancelled." : failureText(error));
  } finally {
    process.off("SIGINT", abort).off("SIGTERM", abort);
  }
}

async function restore(
  known: readonly RestoringClient[],
  inputs: RestoreInputs,
  signal: AbortSignal,
): Promise<RestoreReport> {
  const programs = known.flatMap(({ authentication }) => authentication.programs);
  const job = await readJob({ name: "restore", programs });
  const { reportPath } = inputs;
  const reportFile = reportPath === undefined ? undefined : placeReport(reportPath, job);
  const found = findWorkspace(job, known, inputs.clients, await readPatterns(inputs));
  refuseSharedArguments(inputs, found);
  const readNamed = (): NamedFeeds => {
    const named = readNamedFeeds(job, found.projects, found.files);
    if (named.feeds.length > 0 || found.left.length === 0) return named;
    return readNamedFeeds(job, [...found.projects, ...found.left], found.files);
  };
  const feed = chooseFeed(inputs.feed, readNamed, job.organization, inputs.mode === "restore");
  const run = openFeedJob(job, known, inputs, feed, signal);
  try {
    const report = scrubReport(await restoreThrough(run, found, readNamed));
    if (report.identity !== undefined) print([logText(`The feed knows the job as ${report.identity}`)]);
    writeReport(report, job, reportFile);
    return report;
  } finally {
    run.access.client.close();
  }
}

/** What matches patterns is loaded only where there are some. */
async function readPatterns({ projects }: RestoreInputs): Promise<ProjectPatterns | undefined> {
  if (projects === undefined) return undefined;
  const { ProjectPatterns: Patterns } = await import("./project-patterns.js");
  return new Patterns(projects);
}

/** While the feed says who the job is and what it holds, the files are read: both take about as long. */
async function restoreThrough(
  run: FeedJob,
  found: WorkspaceFiles,
  readNamed: () => NamedFeeds,
): Promise<RestoreReport> {
  const { job, inputs, access } = run;
  const begun = beginReading(access, new Set([...found.clients].map(({ protocol }) => protocol.name)));
  void Promise.allSettled([access.document(), access.role()]);
  await onItsWay();
  const workspace = readWorkspace(job, found, run.feed);
  const environments = environmentsFor(run, workspace);
  if (inputs.mode === "restore" && inputs.versions.size === 0)
    planAhead(run, workspace.projects, environments);
  prepareScrubbing();
  await checkFeed(run, readNamed);
  print([logText(`Feed ${run.title} of ${job.organization.name}`)]);
  describeWorkspace(workspace);
  print(found.notes);
  reportBypasses(workspace.bypasses, inputs.onBypass);
  if (inputs.mode !== "restore") return saveWorkspace(run, workspace, begun);
  const equipped = await withTools(run);
  const own = equipped === run ? environments : environmentsFor(equipped, workspace);
  return restoreWorkspace(equipped, workspace, begun, own);
}

function environmentsFor({ job, feed }: FeedJob, { files, projects }: Workspace): ClientEnvironments {
  return new ClientEnvironments(job, feed, files, projects);
}

/** Lets what was asked for leave the process, before work keeps it from doing so. */
async function onItsWay(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
}

/** Every client has options of its own, so arguments are for one of them. */
function refuseSharedArguments(inputs: RestoreInputs, { projects }: WorkspaceFiles): void {
  const names = [...new Set(projects.map(({ client }) => client.name))];
  if (inputs.mode !== "restore" || inputs.arguments.length === 0 || names.length < 2) return;
  throw new Problem(
    "arguments-ambiguous",
    `Input arguments: projects of ${names.join(", ")} were found, and arguments can only be meant for one of them.`,
    "Name that one in packageManagers, and restore the others in another step.",
  );
}
