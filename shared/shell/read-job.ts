import { realpathSync, statSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import type { AuthenticatingClient } from "../core/client";
import { makeEnvironment, type Environment } from "../core/environment";
import type { AgentProxy, Job } from "../core/job";
import { logText } from "../core/log-text";
import { jobOrganization, type Organization } from "../core/organization";
import { Problem } from "../core/problem";
import { Secret } from "../core/secret";
import { parseUrl } from "../core/url";
import { readFeedsInput, readInput, readVariable } from "./agent";
import { readIdentities } from "./identity/identities";
import { checkStepsFolder } from "./own-folder";
import { randomText } from "./random-text";
import { scrubCredentials } from "./secrets";
import { findOnPath } from "./tools/programs";

/**
 * Everything that the agent and the machine tell of the job, as values. `name` is what the step's folder is called
 * after, `programs` are looked for on PATH, `inputs` are read beside those that all tasks share.
 * Rejects with a Problem when the token is missing, the working directory is not a folder, or
 * another thing is where the steps' folders are to be.
 */
export async function readJob({
  name,
  programs,
  inputs = [],
}: Pick<AuthenticatingClient, "inputs" | "name" | "programs">): Promise<Job> {
  const proxy = readProxy();
  if (proxy?.password !== undefined)
    scrubCredentials({ username: proxy.username ?? "", token: proxy.password });
  const organization = readOrganization();
  const stepsFolder = join(readTempDirectory(), "feedpass");
  checkStepsFolder(stepsFolder);
  const windows = process.platform === "win32";
  const variables = Object.entries(process.env).map(([name, value]) => [name, value ?? ""] as const);
  const environment = makeEnvironment(variables, windows);
  return {
    organization,
    identities: await readIdentities(organization),
    purpose: "job",
    inputs: {
      feeds: readFeedsInput(),
      replacePublicRegistry: readInput("replacePublicRegistry")?.toLowerCase() !== "false",
      ...(inputs.length === 0
        ? {}
        : { own: new Map(inputs.map((input) => [input, readInput(input) ?? ""])) }),
    },
    workingDirectory: readWorkingDirectory(),
    stepsFolder,
    jobFolder: join(stepsFolder, `${name}-${readVariable("System.TaskInstanceId") ?? "step"}`),
    taskFolder: __dirname,
    nonce: await randomText(),
    windows,
    besideContainers: readVariable("Agent.ContainerId") !== undefined && !isInContainer(),
    home: homedir(),
    accountHome: readAccountHome(),
    environment,
    programs: findPrograms(programs, environment, windows),
    ...(proxy === undefined ? {} : { proxy }),
  };
}

/** There the work folder is `/__w` or `C:\__w` (agent, HostContext.cs, CreateContainerInfo). */
function isInContainer(): boolean {
  return /[\\/]__w$/.test(readVariable("Agent.WorkFolder") ?? "");
}

function readOrganization(): Organization {
  const agentUri = readVariable("System.TeamFoundationCollectionUri");
  return jobOrganization({
    collectionUri: readVariable("System.CollectionUri") ?? agentUri,
    agentUri,
    serverType: readVariable("System.ServerType"),
    collectionId: readVariable("System.CollectionId"),
  });
}

function readWorkingDirectory(): string {
  const input = readInput("workingDirectory") ?? "";
  const folder = resolve(readVariable("System.DefaultWorkingDirectory") ?? process.cwd(), input);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Problem(
      "working-directory-missing",
      `Input workingDirectory: ${logText(folder)} is not a folder.`,
      "Give the folder of the project, relative to the sources; check that an earlier step checked it out.",
    );
  }
  return folder;
}

/** A container may run under a user number that no account has. */
function readAccountHome(): string {
  try {
    return userInfo().homedir;
  } catch {
    return homedir();
  }
}

function readTempDirectory(): string {
  const folder = readVariable("Agent.TempDirectory");
  if (folder !== undefined) return folder;
  throw new Problem(
    "temp-directory-missing",
    "The agent's variable Agent.TempDirectory is not set, so there is no folder that the agent empties after the job.",
    "Run the task on an Azure Pipelines agent, 2.115 or later.",
  );
}

function readProxy(): AgentProxy | undefined {
  const url = parseUrl(readVariable("Agent.ProxyUrl"));
  if (url === undefined) return undefined;
  const username = readVariable("Agent.ProxyUsername");
  const password = readVariable("Agent.ProxyPassword");
  return {
    url,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password: new Secret(password) }),
    bypass: readBypassList(readVariable("Agent.ProxyBypassList")),
  };
}

function readBypassList(text: string | undefined): readonly string[] {
  try {
    const list: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(list) ? list.filter((entry) => typeof entry === "string") : [];
  } catch {
    return [];
  }
}

function findPrograms(
  names: readonly string[],
  environment: Environment,
  windows: boolean,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of names) {
    const program = findOnPath(name, environment, windows);
    if (program !== undefined) found.set(name, realpathSync(program));
  }
  return found;
}
