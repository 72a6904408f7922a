import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ClientCommand, Restoration, RestoreFacts, RestoringClient } from "../../core/client";
import { makeEnvironment } from "../../core/environment";
import type { Job } from "../../core/job";
import { logText } from "../../core/log-text";
import type { Organization } from "../../core/organization";
import { Problem } from "../../core/problem";
import type { ReportedProject } from "../../core/restore-report";
import { feedPage } from "../../core/rest-address";
import { print, readInput } from "../agent";
import { addFiles } from "../apply";
import { isTokenTaken } from "../feed/feed-access";
import { maySave } from "../feed/feed-role";
import { findOnPath } from "../tools/programs";
import { findCached } from "../tools/tool-cache";
import { runChild, type ChildResult } from "./child-process";
import type { ClientEnvironment, ClientEnvironments } from "./client-environment";
import { readFailure } from "./failure-reading";
import type { FeedJob } from "./feed-job";
import { failureText } from "../failure-text";
import { projectLock } from "./project-lock";
import type { FoundProject, Workspace } from "./workspace";
import { isOf } from "./workspace-lines";

/** What came of a project, and what its client worked with. */
export interface RestoredProject {
  readonly reported: ReportedProject;
  readonly restoration: Restoration;
  readonly environment: ClientEnvironment;
}

/**
 * Runs a client's own restore of one project, with everything routed through the feed for these child processes alone.
 * A client that ends with an error is a result; Problems are what keeps it from being run.
 * @param step What the clients work with, and what has to be over before one runs: all is made ready for it meanwhile.
 */
export async function restoreProject(
  run: FeedJob,
  workspace: Workspace,
  project: FoundProject,
  step: { readonly environments: ClientEnvironments; readonly ready: Promise<unknown> },
): Promise<RestoredProject> {
  const { client } = project;
  const program = await requireProgram(client, run.job);
  const programs = programsWith(run.job, client, program);
  print([`##[group]${logText(`${client.name} in ${shownFolder(project)}`)}`]);
  try {
    const shared = step.environments.of(project, programs);
    const environment = environmentOf(run, project, shared, step.environments.nextFolder(client));
    mkdirSync(environment.job.jobFolder, { recursive: true, mode: 0o700 });
    const facts = factsOf(run, workspace, project, environment.job);
    const restoration = client.restore({ ...facts, clientFolder: shared.job.jobFolder });
    addFiles(restoration.files ?? [], environment.job);
    await step.ready;
    const result = await runAll(program, restoration.commands, environment);
    return { reported: await reportProject(run, project, result), restoration, environment };
  } finally {
    print(["##[endgroup]"]);
  }
}

/** Has the first project's client planned for while the feed answers, where its program is on PATH. */
export function planAhead(
  { job }: FeedJob,
  [first]: readonly FoundProject[],
  environments: ClientEnvironments,
): void {
  if (first === undefined) return;
  const { client } = first;
  const program = findOnPath(client.program, job.environment, job.windows);
  if (program !== undefined) environments.planAhead(client, programsWith(job, client, program));
}

function programsWith({ programs }: Job, client: RestoringClient, program: string): Job["programs"] {
  return new Map([...programs, [client.program, realpathSync(program)]]);
}

/** A project whose manifest or lock file cannot be read or understood has failed before its client runs. */
export function unreadableProject(
  project: FoundProject,
  { unreadable }: Workspace,
): ReportedProject | undefined {
  const [, problem] = [...unreadable].find(([path]) => isOf(path, project)) ?? [];
  return problem === undefined ? undefined : failedProject(project, problem);
}

/** What keeps a client from being run fails its project, and no other. */
export function failedProject(project: FoundProject, problem: Problem): ReportedProject {
  return { ...reportedAs(project), result: "failed", text: failureText(problem) };
}

/** What one run of a project's restore works with: a folder of its own within that of its client. */
export function environmentOf(
  run: FeedJob,
  { folder }: FoundProject,
  { job, variables }: ClientEnvironment,
  jobFolder: string,
): ClientEnvironment {
  const workingDirectory = resolve(run.job.workingDirectory, folder);
  return { job: { ...job, workingDirectory, jobFolder }, variables };
}

export function factsOf(
  run: FeedJob,
  workspace: Workspace,
  project: FoundProject,
  job: Job,
): Omit<RestoreFacts, "clientFolder"> {
  const { files } = workspace;
  const file = projectLock(workspace, project);
  const path = join(run.job.workingDirectory, project.lock ?? "");
  const text = (): string => files.take(path) ?? "";
  return {
    ...{ job, project, feed: run.feed, mode: run.inputs.mode },
    ...{ arguments: run.inputs.arguments, exists: existsSync },
    ...{ read: (each) => files.attempt(each, () => files.read(each)), input: readInput },
    ...(file === undefined ? {} : { locked: { path, file, text } }),
  };
}

export async function runAll(
  program: string,
  commands: readonly ClientCommand[],
  { job, variables }: ClientEnvironment,
): Promise<ChildResult> {
  let result: ChildResult = { code: 0, lastLines: [] };
  for (const each of commands) {
    const own = Object.entries({ ...each.variables, NO_COLOR: "1" });
    const environment = makeEnvironment([...variables, ...own], job.windows);
    const { workingDirectory: folder, windows } = job;
    result = await runChild({ program, args: each.args, folder, environment, windows });
    if (result.code !== 0) return result;
  }
  return result;
}

/** What a report says of a project in any case. */
export function reportedAs(project: FoundProject): Pick<ReportedProject, "client" | "protocol" | "folder"> {
  const { name, protocol } = project.client;
  return { client: name, protocol: protocol.name, folder: shownFolder(project) };
}

/** A project's folder as the log and the report name it. */
export function shownFolder({ folder }: FoundProject): string {
  return folder === "" ? "." : folder;
}

export async function reportProject(
  run: FeedJob,
  project: FoundProject,
  result: ChildResult,
): Promise<ReportedProject> {
  if (result.code === 0) return { ...reportedAs(project), result: "restored" };
  const { feed, job } = run;
  const { access } = run;
  const [identity, role] = await Promise.all([run.identity(), access.role()]);
  const may = feed.view === undefined ? maySave(role) : undefined;
  const facts = {
    ...{ feed, organization: job.organization.name, identity, page: feedPage(access) },
    ...{ maySave: may, tokenIsTaken: await isTokenTaken(access) },
  };
  const reading = readFailure(result.lastLines, project.client, facts, isOfFeed(job.organization));
  const ending = `${project.client.name} in ${shownFolder(project)} ended with ${result.code}.`;
  const text = reading === undefined ? ending : `${ending}\n${reading}`;
  const log = result.lastLines.filter((line) => line.trim() !== "");
  return { ...reportedAs(project), result: "failed", text, log };
}

/** Whether an address is at one of the places of the organization's feeds. */
function isOfFeed({ feedHosts }: Organization): (address: URL) => boolean {
  return ({ origin, pathname }) =>
    feedHosts.some((host) => host.origin === origin && pathname.toLowerCase().startsWith(host.path));
}

/** On PATH, or else in the agent's tool cache. */
export async function requireProgram(client: RestoringClient, job: Job): Promise<string> {
  const { program, tool, name, fetching } = client;
  const onPath = findOnPath(program, job.environment, job.windows);
  if (onPath !== undefined) return onPath;
  const cached = await findCached(program, tool, job.windows);
  if (cached !== undefined) return cached;
  throw new Problem(
    "client-missing",
    `${program} is neither on PATH nor in the agent's tool cache.`,
    fetching === undefined
      ? `Install ${program} on the agent or in an earlier step, or leave ${name} out of packageManagers.`
      : `Set ${fetching.versionInput} to fetch ${name} through the feed, or install ${program} in an earlier step.`,
  );
}
