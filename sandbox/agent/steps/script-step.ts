import { randomUUID } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { pathForTarget } from "../containers/step-target";
import type { ScriptStepDefinition } from "../pipeline/pipeline-definition";
import { findProgram } from "../process/program-search";
import type { StepContext } from "./step-context";
import { expandForStep, expandStepEnvironment, rootFilePath } from "./step-macros";
import { runStepProcess } from "./step-process";
import { buildScriptEnvironment } from "./task-environment";
import { writeTaskHeader } from "./task-header";
import { scriptTasks } from "./script-tasks";

/**
 * Runs a `script` or `bash` step as the tasks CmdLine@2 and Bash@3 do on Linux: the expanded text goes to a file in
 * Agent.TempDirectory that bash runs without any profile; a code other than 0 fails the step.
 */
export async function runScriptStep(
  step: StepContext,
  definition: ScriptStepDefinition,
  cancel: AbortSignal,
): Promise<void> {
  const { job } = step;
  const { target } = step.identity;
  writeTaskHeader(step, scriptTasks[definition.kind]);
  const workingDirectory = readWorkingDirectory(step, definition);
  const environment = buildScriptEnvironment(job, {
    env: expandStepEnvironment(job, definition.env),
    target,
  });
  const base = target.container?.environment ?? job.environment;
  const program = findProgram("bash", environment.get("PATH") ?? base["PATH"] ?? "");
  const file = await writeScript(step, definition.text);
  const parameters = ["--noprofile", "--norc", file];
  step.write(`========================== Starting Command Output ===========================`);
  step.write(`##[command]${[program, ...parameters].join(" ")}`);
  const errors: string[] = [];
  const exitCode = await runStepProcess(step, {
    ...{ program, parameters, workingDirectory, environment, cancel },
    onErrorLine: (line) => errors.push(line),
  });
  if (exitCode !== 0) {
    step.error(`Bash exited with code '${exitCode}'.`);
    step.complete("Failed", false);
  }
  if (definition.failOnStderr && errors.length > 0) {
    step.error(`Bash wrote one or more lines to the standard error stream.\n${errors.join("\n")}`);
    step.complete("Failed", false);
  }
}

function readWorkingDirectory(step: StepContext, definition: ScriptStepDefinition): string {
  const written = expandForStep(step.job, (definition.workingDirectory ?? "").trim());
  const folder = pathForTarget(step.identity.target, rootFilePath(step.job, written));
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new Error(`Not found workingDirectory: ${folder}`);
  }
  return folder;
}

async function writeScript(step: StepContext, text: string): Promise<string> {
  step.write("Generating script.");
  const content = expandForStep(step.job, text.trim());
  if (!content.includes("\n")) {
    step.write("Script contents:");
    step.write(content);
  }
  const temp = pathForTarget(step.identity.target, step.job.folders.temp);
  const file = path.join(temp, `${randomUUID()}.sh`);
  await writeFile(file, content);
  return file;
}
