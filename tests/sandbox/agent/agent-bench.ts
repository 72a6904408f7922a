import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runPipeline } from "../../../sandbox/agent/run-pipeline";
import type { AgentRun, PipelineRecord, StepRecord } from "../../../sandbox/agent/run-pipeline";
import { makeStoredZip } from "./stored-zip";

/** A task for a test: fields of its task.json and the files beside it. */
export interface TestTask {
  readonly name: string;
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly files?: Readonly<Record<string, string>>;
}

export interface BenchOptions extends Partial<AgentRun> {
  readonly tasks?: readonly TestTask[];
  readonly sourceFiles?: Readonly<Record<string, string>>;
  /** Looks at the folders before they are deleted. */
  readonly inspect?: (folder: string) => Promise<void>;
}

export const token = "job-token-0123456789";

const server: AgentRun["server"] = {
  collectionUri: "https://dev.azure.com/fabrikam/",
  serverType: "Hosted",
  accessToken: token,
  project: "Web",
  projectId: "11111111-1111-4111-8111-111111111111",
  collectionId: "22222222-2222-4222-8222-222222222222",
};

/** A manifest with a main section that both handlers serve by `main.js`. */
export function makeManifest(task: TestTask): Record<string, unknown> {
  return {
    id: "33333333-3333-4333-8333-333333333333",
    name: task.name,
    friendlyName: `${task.name} task`,
    description: "For a test",
    author: "Tests",
    helpMarkDown: "None",
    version: { Major: 1, Minor: 2, Patch: 3 },
    inputs: [],
    execution: { Node20_1: { target: "main.js" }, Node24: { target: "main.js" } },
    ...task.manifest,
  };
}

/** The bytes of a .vsix with these tasks, each in `<name>/v1`. */
export function makeExtension(tasks: readonly TestTask[]): Buffer {
  const contributions = tasks.map(({ name }) => ({
    id: name,
    type: "ms.vss-distributed-task.task",
    targets: ["ms.vss-distributed-task.tasks"],
    properties: { name },
  }));
  const files: Record<string, string> = { "extension.vsomanifest": JSON.stringify({ contributions }) };
  for (const task of tasks) {
    files[`${task.name}/v1/task.json`] = JSON.stringify(makeManifest(task));
    for (const [name, text] of Object.entries(task.files ?? {})) {
      files[`${task.name}/v1/${name}`] = text;
    }
  }
  return makeStoredZip(files);
}

/** Runs a pipeline text in a folder of its own, which is deleted afterwards. */
export async function runYaml(yaml: string, options: BenchOptions = {}): Promise<PipelineRecord> {
  const { tasks, sourceFiles, inspect, ...overrides } = options;
  const folder = await mkdtemp(path.join(tmpdir(), "agent-bench-"));
  try {
    const pipelineFile = path.join(folder, "azure-pipelines.yml");
    const sources = path.join(folder, "sources");
    const extension = path.join(folder, "tasks.vsix");
    await mkdir(sources);
    await writeFile(pipelineFile, yaml);
    await writeFile(extension, makeExtension(tasks ?? []));
    for (const [name, text] of Object.entries(sourceFiles ?? {})) {
      await mkdir(path.dirname(path.join(sources, name)), { recursive: true });
      await writeFile(path.join(sources, name), text);
    }
    const record = await runPipeline({
      pipelineFile,
      sources,
      extensions: [extension],
      workFolder: path.join(folder, "_work"),
      nodes: { node20_1: process.execPath, node24: process.execPath },
      environment: { PATH: process.env["PATH"] ?? "", HOME: folder },
      server,
      ...overrides,
    });
    await inspect?.(folder);
    return record;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The record of the step of this display name; fails when there is none. */
export function stepOf(record: PipelineRecord, displayName: string): StepRecord {
  const found = record.jobs.flatMap((job) => job.steps).find((step) => step.displayName === displayName);
  assert.ok(found, `no step '${displayName}' in\n${record.log}`);
  return found;
}

/** Source of a task that prints its whole environment as one line of JSON. */
export const printEnvironment = `process.stdout.write("ENV " + JSON.stringify(process.env) + "\\n");`;

/** What `printEnvironment` printed. */
export function environmentOf(step: StepRecord): Record<string, string> {
  const line = step.raw.find((candidate) => candidate.startsWith("ENV "));
  assert.ok(line, `no environment in\n${step.log.join("\n")}`);
  return JSON.parse(line.slice(4)) as Record<string, string>;
}

/** Source of a task that prints these lines. */
export function printLines(...lines: readonly string[]): string {
  return lines.map((line) => `console.log(${JSON.stringify(line)});`).join("\n");
}
