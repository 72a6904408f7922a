import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runPipeline, type AgentRun } from "../../agent/run-pipeline";
import type { Command } from "../measuring/sample";
import { lockedCrates } from "../projects/many-crates";
import { writeProject } from "../projects/project-files";
import { makeRecorder, readRecords } from "./recorder";

/**
 * How the agent starts restore-upstream to save the files of a lock file.
 * @throws Error when the task does not succeed.
 */
export async function captureSave(
  run: Pick<AgentRun, "environment" | "server" | "extensions">,
  node: string,
  folder: string,
  feed: string,
): Promise<Command> {
  await rm(folder, { recursive: true, force: true });
  await writeProject(join(folder, "sources"), lockedCrates(2));
  const pipelineFile = join(folder, "azure-pipelines.yml");
  await writeFile(
    pipelineFile,
    `steps:\n- task: RestoreUpstream@1\n  inputs:\n    feed: ${feed}\n    mode: save\n    packageManagers: cargo\n`,
  );
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
    throw new Error(`restore-upstream does not save:\n${record.log}`);
  await mkdir(join(folder, "work", "_temp"), { recursive: true });
  return command;
}
