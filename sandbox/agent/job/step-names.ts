import type { JobContext } from "./job-context";
import type { PreparedStep } from "./prepared-pipeline";

/** Name of the task behind a step; the service shows it for a step without displayName. */
export function taskNameOf(step: PreparedStep): string {
  if (step.kind === "task") {
    return step.packaged.definition.name;
  }
  const names = { script: "CmdLine", bash: "Bash", checkout: "Checkout" } as const;
  return names[step.definition.kind];
}

/** What the log calls a step; macros in it are expanded once, at the start of the job. AW/JobExtension.cs:199 */
export function displayNameOf(job: JobContext, step: PreparedStep): string {
  if (step.definition.displayName !== undefined) {
    return job.variables.expand(step.definition.displayName);
  }
  if (step.definition.kind === "checkout") {
    const repository = job.variables.get("build.repository.name") ?? "";
    const branch = job.variables.get("build.sourceBranchName") ?? "";
    return `Checkout ${repository}@${branch} to s`;
  }
  return taskNameOf(step);
}

/** Reference names of the steps of a job: their `name`, or the task's name with a number from the second on. */
export class ReferenceNames {
  readonly #counts = new Map<string, number>();

  nameOf(step: PreparedStep): string {
    const task = taskNameOf(step);
    const count = (this.#counts.get(task) ?? 0) + 1;
    this.#counts.set(task, count);
    return step.definition.name ?? (count === 1 ? task : `${task}${count - 1}`);
  }
}
