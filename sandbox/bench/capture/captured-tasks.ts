import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runPipeline, type AgentRun } from "../../agent/run-pipeline";
import type { BenchClient } from "../bench-client";
import type { Command } from "../measuring/sample";
import { writeProject, type ProjectFiles } from "../projects/project-files";
import { makeRecorder, readRecords } from "./recorder";

/** The task that authenticates a client, and how the agent starts it. */
export interface CapturedTask {
  readonly bench: BenchClient;
  readonly authenticate: Command;
  readonly undo: Command;
  /** What the task itself wrote to stdout, in bytes. */
  readonly stdoutBytes: number;
  /** Of these, the bytes of the token and its other forms: as many as the token is long, and not ours to save. */
  readonly secretBytes: number;
}

/** What a task is captured with. */
export interface CaptureSettings {
  readonly bench: BenchClient;
  /** Emptied first. The work folder in it stays, since the commands lead into it. */
  readonly folder: string;
  readonly vsix: string;
  readonly node: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly server: AgentRun["server"];
  readonly sources: ProjectFiles;
}

/**
 * Has the agent run the task in a repository of its client alone, and writes down how it starts it.
 * @throws Error when it does not succeed.
 */
export async function captureTask(settings: CaptureSettings): Promise<CapturedTask> {
  const { bench, folder, node, environment, server, vsix } = settings;
  await rm(folder, { recursive: true, force: true });
  await writeProject(join(folder, "sources"), settings.sources);
  const pipelineFile = join(folder, "azure-pipelines.yml");
  await writeFile(pipelineFile, `jobs:\n- job: ${bench.client.name}\n  steps:\n  - task: ${bench.task}\n`);
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
  const [authenticate, undo] = await readRecords(records);
  if (run.result !== "Succeeded" || authenticate === undefined || undo === undefined)
    throw new Error(`${bench.task} does not run:\n${run.log}`);
  await mkdir(join(workFolder, "_temp"), { recursive: true });
  const step = run.jobs[0]?.steps.find(({ raw }) => raw.some((line) => line.includes("setvariable")));
  const raw = `${step?.raw.join("\n") ?? ""}\n`;
  const bytes = Buffer.byteLength(raw);
  const rest = Buffer.byteLength(withoutSecrets(raw, server.accessToken));
  return { bench, authenticate, undo, stdoutBytes: bytes, secretBytes: bytes - rest };
}

/** The text without the token, as it is or as the base64 of any `user:token`. */
function withoutSecrets(text: string, token: string): string {
  const pair = /[A-Za-z0-9+/=%]{400,}/g;
  return text.replaceAll(token, "").replace(pair, "");
}
