import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runPipeline, type AgentRun } from "../../agent/run-pipeline";
import type { Command } from "../measuring/sample";
import { writeProject, type ProjectFiles } from "../projects/project-files";
import { makeRecorder, readRecords } from "./recorder";

/** A task that authenticates, by the package manager's name, and how the agent starts it. */
export interface CapturedTask {
  readonly client: Client;
  readonly authenticate: Command;
  readonly undo: Command;
  /** What the task itself wrote to stdout, in bytes. */
  readonly stdoutBytes: number;
  /** Of these, the bytes of the token and its other forms: as many as the token is long, and not ours to save. */
  readonly secretBytes: number;
}

export type Client = "uv" | "cargo" | "maven";

export const clients: readonly Client[] = ["uv", "cargo", "maven"];

const taskNames: Readonly<Record<Client, string>> = {
  uv: "AuthenticateUv@1",
  cargo: "AuthenticateCargo@1",
  maven: "AuthenticateMaven@1",
};

/** What the tasks are captured with. */
export interface CaptureSettings {
  /** Emptied first. The work folder in it stays, since the commands lead into it. */
  readonly folder: string;
  readonly vsix: string;
  readonly node: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly server: AgentRun["server"];
  readonly sources: ProjectFiles;
}

/**
 * Has the agent run each of the tasks in a job of its own, and writes down how it starts them.
 * @throws Error when one does not succeed.
 */
export async function captureTasks(settings: CaptureSettings): Promise<readonly CapturedTask[]> {
  const { folder, node, environment, server, vsix } = settings;
  await rm(folder, { recursive: true, force: true });
  await writeProject(join(folder, "sources"), settings.sources);
  const pipelineFile = join(folder, "azure-pipelines.yml");
  await writeFile(pipelineFile, pipeline());
  const records = join(folder, "records");
  const recorder = await makeRecorder(node, records);
  const workFolder = join(folder, "work");
  const run = await runPipeline({
    pipelineFile,
    sources: join(folder, "sources"),
    extensions: [vsix],
    workFolder,
    nodes: { node20_1: recorder, node24: recorder },
    environment,
    server,
  });
  if (run.result !== "Succeeded") throw new Error(`The tasks do not run:\n${run.log}`);
  await mkdir(join(workFolder, "_temp"), { recursive: true });
  const commands = await readRecords(records);
  return clients.map((client, index) => {
    const [authenticate, undo] = [commands[2 * index], commands[2 * index + 1]];
    if (authenticate === undefined || undo === undefined) throw new Error(`${client}: not started.`);
    const step = run.jobs[index]?.steps.find(({ raw }) => raw.some((line) => line.includes("setvariable")));
    const raw = `${step?.raw.join("\n") ?? ""}\n`;
    const bytes = Buffer.byteLength(raw);
    const rest = Buffer.byteLength(withoutSecrets(raw, server.accessToken));
    return { client, authenticate, undo, stdoutBytes: bytes, secretBytes: bytes - rest };
  });
}

function pipeline(): string {
  const jobs = clients.map((client) => `- job: ${client}\n  steps:\n  - task: ${taskNames[client]}\n`);
  return `jobs:\n${jobs.join("")}`;
}

/** The text without the token, as it is or as the base64 of any `user:token`. */
function withoutSecrets(text: string, token: string): string {
  const pair = /[A-Za-z0-9+/=%]{400,}/g;
  return text.replaceAll(token, "").replace(pair, "");
}
