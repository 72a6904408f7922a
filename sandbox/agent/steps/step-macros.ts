import path from "node:path";
import { pathForTarget } from "../containers/step-target";
import type { StepTarget } from "../containers/step-target";
import type { JobContext } from "../job/job-context";
import type { TaskDefinition } from "../task/task-definition";
import { expandMacros } from "../variables/macro";

/** Expands with job variables, then with the agent's environment, names there case-sensitive. AW/TaskRunner.cs:245-264 */
export function expandForStep(job: JobContext, text: string): string {
  return expandMacros(job.variables.expand(text), (name) => job.environment[name]);
}

/** A filePath value, made absolute against the repository; empty becomes its root. AW/TaskRunner.cs:266-275, 598-650 */
export function rootFilePath(job: JobContext, value: string): string {
  return path.resolve(job.folders.sources, value);
}

/** A step's `env`: keys trimmed, values trimmed and expanded, secrets too. AW/TaskRunner.cs:277-293 */
export function expandStepEnvironment(
  job: JobContext,
  env: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map([...env].map(([key, value]) => [key.trim(), expandForStep(job, value.trim())]));
}

/**
 * The inputs as a task gets them, by lower-case name: defaults overlaid with the instance's, both trimmed, then
 * expanded (values of variables stay untrimmed), then filePath inputs rooted. AW/TaskRunner.cs:223-275
 */
export function resolveInputs(
  job: JobContext,
  task: TaskDefinition,
  instance: ReadonlyMap<string, string>,
  target: StepTarget,
): Map<string, string> {
  const inputs = new Map<string, string>();
  for (const { name, type, defaultValue } of task.inputs) {
    const written = instance.get(name.toLowerCase()) ?? defaultValue;
    const value = expandForStep(job, written.trim());
    const isPath = type.toLowerCase() === "filepath";
    inputs.set(name.toLowerCase(), isPath ? pathForTarget(target, rootFilePath(job, value)) : value);
  }
  return inputs;
}
