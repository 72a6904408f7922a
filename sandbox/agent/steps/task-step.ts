import { existsSync } from "node:fs";
import path from "node:path";
import { pathForTarget } from "../containers/step-target";
import type { StepTarget } from "../containers/step-target";
import type { JobContext } from "../job/job-context";
import type { TaskStepDefinition } from "../pipeline/pipeline-definition";
import { chooseHandler } from "../task/handler";
import type { HandlerData, Stage, TaskDefinition } from "../task/task-definition";
import { expandMacros } from "../variables/macro";
import { selectEndpoints } from "./endpoint-environment";
import { readHandlerPolicy } from "./handler-policy";
import type { StepContext } from "./step-context";
import { expandStepEnvironment, resolveInputs } from "./step-macros";
import { runStepProcess } from "./step-process";
import type { StepProcess } from "./step-process";
import { buildTaskEnvironment } from "./task-environment";
import { writeTaskHeader } from "./task-header";

export interface TaskInstance {
  readonly definition: TaskStepDefinition;
  readonly task: TaskDefinition;
  /** Where the task is unpacked. */
  readonly folder: string;
  /** By lower-case name, as the service sent them. */
  readonly inputs: ReadonlyMap<string, string>;
}

/** Runs one stage of a task; inputs and endpoints are resolved afresh for each. AW/TaskRunner.cs:40-480 */
export async function runTaskStage(
  step: StepContext,
  instance: TaskInstance,
  stage: Stage,
  cancel: AbortSignal,
): Promise<void> {
  writeTaskHeader(step, instance.task);
  const request = { ...prepareProcess(step.job, step, instance, stage), cancel };
  const exitCode = await runStepProcess(step, request);
  if (exitCode !== 0) {
    // NodeHandler.cs:312-349
    const command = `file name '${request.program}', arguments '"${request.parameters.join(" ")}"'`;
    throw new Error(`Exit code ${exitCode} returned from process: ${command}.`);
  }
}

function prepareProcess(
  job: JobContext,
  step: StepContext,
  instance: TaskInstance,
  stage: Stage,
): Omit<StepProcess, "cancel"> {
  const { task, folder } = instance;
  const { data, program } = chooseHandler(task.handlers[stage] ?? [], readHandlerPolicy(job));
  const place = step.identity.target;
  const inputs = resolveInputs(job, task, instance.inputs, place);
  const { target, workingDirectory } = expandHandler(
    job,
    data,
    inputs,
    stage === "main" ? folder : undefined,
  );
  const script = path.join(folder, target);
  if (!existsSync(script)) {
    // NodeHandler.cs:191-195
    throw new Error(`File does not exist: '${script}'.`);
  }
  const environment = buildTaskEnvironment(job, {
    env: expandStepEnvironment(job, instance.definition.env),
    inputs,
    endpoints: selectEndpoints(job.endpoints, task, inputs),
    taskVariables: step.identity.taskVariables,
    target: place,
  });
  return {
    ...{ program, environment },
    parameters: [...nodeOptions(place), pathForTarget(place, script)],
    workingDirectory: pathForTarget(place, workingDirectory),
  };
}

/** What are mounts in a container are links here, which Node would otherwise see through. */
function nodeOptions({ container }: StepTarget): readonly string[] {
  return container === undefined ? [] : ["--preserve-symlinks", "--preserve-symlinks-main"];
}

/**
 * Expands a handler's strings with inputs, then variables (AW/TaskRunner.cs:295-297); `$(currentDirectory)` only in
 * the main section (AW/TaskManager.cs:134-142). The working directory falls back as in NodeHandler.cs:197-206.
 */
function expandHandler(
  job: JobContext,
  data: HandlerData,
  inputs: ReadonlyMap<string, string>,
  currentDirectory: string | undefined,
): { target: string; workingDirectory: string } {
  const expand = (text: string): string => {
    const located =
      currentDirectory === undefined
        ? text
        : text.replaceAll(/\$\(currentDirectory\)/gi, () => currentDirectory);
    return job.variables.expand(expandMacros(located, (name) => inputs.get(name.toLowerCase())));
  };
  const own = expand(data.workingDirectory ?? "");
  return {
    target: expand(data.target),
    workingDirectory: own || (job.variables.get("system.defaultworkingdirectory") ?? job.folders.work),
  };
}
