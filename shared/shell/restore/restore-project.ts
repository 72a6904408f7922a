import { mkdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Job } from "../../core/job";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import type { ReportedProject } from "../../core/restore-report";
import { print } from "../agent";
import { runChild, type ChildResult } from "./child-process";
import { authenticateClient, type ClientEnvironment } from "./client-environment";
import type { ClientCommand } from "./client-command";
import { readFailure } from "./failure-reading";
import type { FeedJob } from "./feed-job";
import { cargoCommands, mavenCommands } from "../../clients/cargo/restore/client";
import type { DetectedProject, RestoreParts } from "./parts";
import { findProgram } from "../tools/programs";
import { uvFacts } from "../../clients/uv/restore/restoration";
import type { Client } from "./restore-inputs";
import { uvCommands } from "../../clients/uv/restore/commands";
import type { Workspace } from "./workspace";

const programs: Readonly<Record<Client, string>> = { uv: "uv", cargo: "cargo", maven: "mvn" };

/** What came of a project, and the step's own folder that its client worked in. */
export interface RestoredProject {
  readonly reported: ReportedProject;
  readonly folder: string;
}

/**
 * Runs a client's own restore of one project, with everything routed through the feed for these child processes alone.
 * A client that ends with an error is a result; Problems are what keeps it from being run.
 * @param ready What has to be over before it runs; everything is made ready for it meanwhile.
 */
export async function restoreProject(
  run: FeedJob,
  parts: RestoreParts,
  workspace: Workspace,
  project: DetectedProject,
  ready: Promise<unknown>,
): Promise<RestoredProject> {
  const program = requireProgram(project.kind, run.job);
  const job: Job = {
    ...run.job,
    workingDirectory: resolve(run.job.workingDirectory, project.folder),
    programs: new Map([...run.job.programs, [programs[project.kind], realpathSync(program)]]),
  };
  print([`##[group]${logText(`${project.kind} in ${shownFolder(project)}`)}`]);
  const environment = authenticateClient(parts.adapters[project.kind], job, run.feed);
  mkdirSync(environment.folder, { recursive: true, mode: 0o700 });
  const commands = commandsOf(run, workspace, project, job, environment);
  await ready;
  const result = await runAll(program, commands, job, environment);
  print(["##[endgroup]"]);
  return { reported: await reportProject(run, project, result), folder: environment.folder };
}

async function runAll(
  program: string,
  commands: readonly ClientCommand[],
  job: Job,
  environment: ClientEnvironment,
): Promise<ChildResult> {
  let result: ChildResult = { code: 0, lastLines: [] };
  for (const { args, variables } of commands) {
    const all = new Map([...environment.variables, ...Object.entries(variables ?? {})]);
    all.set("NO_COLOR", "1");
    result = await runChild({ program, args, folder: job.workingDirectory, environment: all });
    if (result.code !== 0) return result;
  }
  return result;
}

function commandsOf(
  run: FeedJob,
  workspace: Workspace,
  project: DetectedProject,
  job: Job,
  environment: ClientEnvironment,
): readonly ClientCommand[] {
  const more = run.inputs.arguments;
  if (project.kind === "cargo") return cargoCommands(project.lock !== undefined, more);
  if (project.kind === "maven") return mavenCommands(environment.folder, more);
  const facts = uvFacts(run, project, workspace.locks.get(project.lock ?? ""), {
    folder: job.workingDirectory,
    jobFolder: environment.folder,
    environment: environment.variables,
  });
  const cache = { UV_CACHE_DIR: join(environment.folder, "cache") };
  return uvCommands(facts).map(({ args }) => ({ args, variables: cache }));
}

/** A project's folder as the log and the report name it. */
export function shownFolder({ folder }: DetectedProject): string {
  return folder === "" ? "." : folder;
}

async function reportProject(
  run: FeedJob,
  project: DetectedProject,
  result: ChildResult,
): Promise<ReportedProject> {
  const client = project.kind;
  const folder = shownFolder(project);
  if (result.code === 0) return { client, folder, result: "restored" };
  const reading = readFailure(result.lastLines, { feed: run.title, identity: await run.identity() });
  const last = result.lastLines.filter((line) => line.trim() !== "").slice(-8);
  const text = [
    `${client} ended with ${result.code} in ${folder}.`,
    ...(reading === undefined ? [] : [reading]),
    "Its last lines:",
    ...last,
  ];
  return { client, folder, result: "failed", text: text.join("\n") };
}

function requireProgram(client: Client, job: Job): string {
  const found = findProgram(programs[client], client, job.environment.get("PATH") ?? "");
  if (found !== undefined) return found.path;
  throw new Problem(
    "client-missing",
    `${programs[client]} is neither on PATH nor in the agent's tool cache.`,
    client === "uv"
      ? "Set uvVersion to fetch uv through the feed, or install uv in an earlier step."
      : `Install ${programs[client]} on the agent or in an earlier step, or leave ${client} out of packageManagers.`,
  );
}
