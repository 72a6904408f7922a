import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ClientCommand, Restoration, RestoreFacts, RestoringClient } from "../../core/client";
import type { Job } from "../../core/job";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import type { ReportedProject } from "../../core/restore-report";
import { feedPage } from "../../core/rest-address";
import { print } from "../agent";
import { addFiles } from "../apply";
import { isTokenTaken } from "../feed/feed-access";
import { maySave } from "../feed/feed-role";
import { findOnPath } from "../tools/programs";
import { findCached } from "../tools/tool-cache";
import { runChild, type ChildResult } from "./child-process";
import { authenticateClient, type ClientEnvironment } from "./client-environment";
import { readFailure } from "./failure-reading";
import type { FeedJob } from "./feed-job";
import type { FoundProject, Workspace } from "./workspace";

/** What came of a project, and what its client worked with. */
export interface RestoredProject {
  readonly reported: ReportedProject;
  readonly restoration: Restoration;
  readonly environment: ClientEnvironment;
}

/**
 * Runs a client's own restore of one project, with everything routed through the feed for these child processes alone.
 * A client that ends with an error is a result; Problems are what keeps it from being run.
 * @param ready What has to be over before it runs; everything is made ready for it meanwhile.
 */
export async function restoreProject(
  run: FeedJob,
  workspace: Workspace,
  project: FoundProject,
  ready: Promise<unknown>,
): Promise<RestoredProject> {
  const { client } = project;
  const program = await requireProgram(client, run.job);
  const job: Job = {
    ...run.job,
    workingDirectory: resolve(run.job.workingDirectory, project.folder),
    programs: new Map([...run.job.programs, [client.program, realpathSync(program)]]),
  };
  print([`##[group]${logText(`${client.name} in ${shownFolder(project)}`)}`]);
  const environment = authenticateClient(client, job, run.feed, workspace.files);
  mkdirSync(environment.job.jobFolder, { recursive: true, mode: 0o700 });
  const restoration = client.restore(factsOf(run, workspace, project, environment.job));
  addFiles(restoration.files ?? [], environment.job);
  await ready;
  const result = await runAll(program, restoration.commands, environment);
  print(["##[endgroup]"]);
  return { reported: await reportProject(run, project, result), restoration, environment };
}

function factsOf(run: FeedJob, workspace: Workspace, project: FoundProject, job: Job): RestoreFacts {
  const { lock = "" } = project;
  const file = workspace.locks.get(lock);
  const path = join(run.job.workingDirectory, lock);
  const text = (): string => workspace.files.take(path) ?? "";
  return {
    ...{ job, project, feed: run.feed, arguments: run.inputs.arguments, exists: existsSync },
    ...(file === undefined ? {} : { locked: { path, file, text } }),
  };
}

async function runAll(
  program: string,
  commands: readonly ClientCommand[],
  { job, variables }: ClientEnvironment,
): Promise<ChildResult> {
  let result: ChildResult = { code: 0, lastLines: [] };
  for (const each of commands) {
    const environment = new Map([...variables, ...Object.entries(each.variables ?? {}), ["NO_COLOR", "1"]]);
    result = await runChild({ program, args: each.args, folder: job.workingDirectory, environment });
    if (result.code !== 0) return result;
  }
  return result;
}

/** A project's folder as the log and the report name it. */
export function shownFolder({ folder }: FoundProject): string {
  return folder === "" ? "." : folder;
}

async function reportProject(
  run: FeedJob,
  project: FoundProject,
  result: ChildResult,
): Promise<ReportedProject> {
  const client = project.client.name;
  const folder = shownFolder(project);
  if (result.code === 0) return { client, folder, result: "restored" };
  const { feed, job } = run;
  const { access } = run;
  const [identity, role] = await Promise.all([run.identity(), access.role()]);
  const may = feed.view === undefined ? maySave(role) : undefined;
  const facts = {
    ...{ feed, organization: job.organization.name, identity, page: feedPage(access) },
    ...{ maySave: may, tokenIsTaken: await isTokenTaken(access) },
  };
  const reading = readFailure(result.lastLines, project.client, facts);
  const last = result.lastLines.filter((line) => line.trim() !== "").slice(-8);
  const text = [
    `${client} ended with ${result.code} in ${folder}.`,
    ...(reading === undefined ? [] : [reading]),
    "Its last lines:",
    ...last,
  ];
  return { client, folder, result: "failed", text: text.join("\n") };
}

/** On PATH, or else in the agent's tool cache. */
async function requireProgram(client: RestoringClient, job: Job): Promise<string> {
  const { program, tool, name, fetching } = client;
  const onPath = findOnPath(program, job.environment.get("PATH") ?? "");
  if (onPath !== undefined) return onPath;
  const cached = await findCached(program, tool);
  if (cached !== undefined) return cached;
  throw new Problem(
    "client-missing",
    `${program} is neither on PATH nor in the agent's tool cache.`,
    fetching === undefined
      ? `Install ${program} on the agent or in an earlier step, or leave ${name} out of packageManagers.`
      : `Set ${fetching.versionInput} to fetch ${name} through the feed, or install ${program} in an earlier step.`,
  );
}
