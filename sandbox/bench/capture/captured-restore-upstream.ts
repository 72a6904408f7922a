import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runPipeline, type AgentRun } from "../../agent/run-pipeline";
import type { Command } from "../measuring/sample";
import { writeProject, type ProjectFiles } from "../projects/project-files";
import { makeRecorder, readRecords } from "./recorder";

/**
 * How the agent starts restore-upstream with these inputs in a repository of these files.
 * @throws Error when the task does not succeed.
 */
export async function captureRestoreUpstream(
  run: Pick<AgentRun, "environment" | "server" | "extensions">,
  node: string,
  folder: string,
  project: { readonly sources: ProjectFiles; readonly inputs: Readonly<Record<string, string>> },
): Promise<Command> {
  await rm(folder, { recursive: true, force: true });
  await writeProject(join(folder, "sources"), project.sources);
  const pipelineFile = join(folder, "azure-pipelines.yml");
  const inputs = Object.entries(project.inputs).map(([name, value]) => `    ${name}: ${value}\n`);
  await writeFile(pipelineFile, `steps:\n- task: RestoreUpstream@1\n  inputs:\n${inputs.join("")}`);
  const recorder = await makeRecorder(node, join(folder, "records"));
  const record = await runPipeline({
    ...run,
    pipelineFile,
    sources: join(folder, "sources"),
    workFolder: join(folder, "work"),
    nodes: { node20_1: recorder, node24: recorder },
  });
  const [command] = await readRecords(join(folder, "records"));
  if (record.result !== "Succeeded" || command === undefined)
    throw new Error(`restore-upstream does not succeed:\n${record.log}`);
  await mkdir(join(folder, "work", "_temp"), { recursive: true });
  return command;
}
