import { setImmediate } from "node:timers/promises";
import type { RestoringClient } from "../../core/client";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import type { RestoreReport } from "../../core/restore-report";
import { complete, print } from "../agent";
import { failureText } from "../failure-text";
import { beginReading } from "../feed/feed-contents";
import { readJob } from "../read-job";
import { openFeedJob, type FeedJob } from "./feed-job";
import { checkFeed } from "./feed-check";
import { chooseFeed, readNamedFeeds, type NamedFeeds } from "./feed-choice";
import { reportBypasses, warningLine } from "./findings";
import { nothingDone } from "./nothing-done";
import type { ProjectPatterns } from "./project-patterns";
import { placeReport } from "./report-file";
import { isStopping } from "../feed/save-run";
import { writeReport } from "./report-writing";
import { readRestoreInputs, type RestoreInputs } from "./restore-inputs";
import { restoreWorkspace } from "./restore-mode";
import { saveWorkspace } from "./save-mode";
import { scrubReport } from "./scrub-report";
import { withTools } from "./with-tools";
import { findWorkspace, readWorkspace, type WorkspaceFiles } from "./workspace";
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
  const readNamed = (): NamedFeeds => readNamedFeeds(job, found.projects, found.files);
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
  await checkFeed(run, readNamed);
  print([logText(`Feed ${run.title} of ${job.organization.name}`)]);
  describeWorkspace(workspace);
  reportBypasses(workspace.bypasses, inputs.onBypass);
  return inputs.mode === "restore"
    ? restoreWorkspace(await withTools(run), workspace, begun)
    : saveWorkspace(run, workspace, begun);
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

/**
 * A client that failed fails the step; packages that were not saved do what onUnsaved says; a wrong hash always fails, and
 * so does a missing role where saving is all that was wanted.
 */
function finish(report: RestoreReport, inputs: RestoreInputs): void {
  const projects = failedProjects(report);
  const hashes = report.failed.filter(({ kind }) => kind === "hash");
  const refused = report.failed.filter(({ kind }) => inputs.mode === "save" && isStopping(kind));
  const others = report.failed.filter((each) => !hashes.includes(each) && !refused.includes(each));
  const fatal = [
    ...hashes.slice(0, 5).map(({ name, version, text }) => `${name} ${version}: ${text}`),
    ...projects,
    ...unsavedLines(refused),
    ...(inputs.onUnsaved === "fail" ? [...unsavedLines(others), ...wouldSaveLines(report)] : []),
  ];
  const nothing = nothingDone(report);
  if (nothing !== undefined) fatal.push(nothing);
  if (fatal.length > 0) {
    complete("Failed", fatal.map((text) => text.split("\n").map(logText).join("\n")).join("\n"));
    return;
  }
  const unsaved = [...unsavedLines(others), ...wouldSaveLines(report)];
  const isWarning = inputs.onUnsaved === "warn" && unsaved.length > 0;
  if (isWarning) print(unsaved.map((line) => warningLine(logText(line))));
  complete(isWarning ? "SucceededWithIssues" : "Succeeded");
}

/** What failed whole projects: the cause, and what the client said last. The same cause of several is told once. */
function failedProjects({ projects }: RestoreReport): readonly string[] {
  const texts = projects.flatMap(({ result, text, log = [] }) => {
    if (result !== "failed" || text === undefined) return [];
    const last = log.slice(-shownLines);
    return [last.length === 0 ? text : `${text}\nIts last lines:\n${last.join("\n")}`];
  });
  return [...new Set(texts)];
}

/** Of what a client said last; the summary has more. */
const shownLines = 8;

/** What an audit found that the feed does not hold. */
function wouldSaveLines({ feed, wouldSave = [] }: RestoreReport): readonly string[] {
  const names = Array.from(wouldSave, ({ name, version }) => `${name} ${version}`);
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  if (names.length === 0) return [];
  return [
    `Not held by ${feed}: ${names.slice(0, 5).join(", ")}${more}. A Reader cannot restore what is not held; mode save has the feed save it.`,
  ];
}

/** Equal causes are one line: a missing role would otherwise be thousands. */
function unsavedLines(failed: RestoreReport["failed"]): readonly string[] {
  const byText = new Map<string, string[]>();
  for (const { name, version, text } of failed) {
    const names = byText.get(text) ?? [];
    names.push(`${name} ${version}`);
    byText.set(text, names);
  }
  return [...byText].map(([text, names]) => {
    const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
    return `Not saved: ${names.slice(0, 5).join(", ")}${more}: ${text}`;
  });
}
