import type { AgentRun, JobRecord } from "../agent-run";
import { castToBoolean } from "../expressions/expression-value";
import type { JobDefinition } from "../pipeline/pipeline-definition";
import type { StepResult } from "../results";

/** Whether a job starts: its condition sees the jobs that it depends on, near and far. The service evaluates it. */
export function shouldRunJob(
  run: AgentRun,
  job: JobDefinition,
  earlier: readonly { readonly definition: JobDefinition; readonly record: JobRecord }[],
): boolean {
  const needed = new Set(job.dependsOn);
  for (const { definition } of [...earlier].reverse()) {
    if (needed.has(definition.name.toLowerCase())) {
      definition.dependsOn.forEach((name) => needed.add(name));
    }
  }
  const status = (names: readonly string[]): StepResult => {
    if (run.signal?.aborted === true) {
      return "Canceled";
    }
    const asked = names.length === 0 ? needed : new Set(names.map((name) => name.toLowerCase()));
    const records = earlier.map(({ record }) => record).filter(({ name }) => asked.has(name.toLowerCase()));
    return statusOf(records.map(({ result }) => result));
  };
  return castToBoolean(job.condition.evaluate({ status, variables: listVariables(run, job) }));
}

/** A dependency that was skipped is neither a success nor a failure. */
function statusOf(results: readonly StepResult[]): StepResult {
  const order: readonly StepResult[] = ["Canceled", "Failed", "Skipped"];
  return order.find((result) => results.includes(result)) ?? "Succeeded";
}

function listVariables(run: AgentRun, job: JobDefinition): Map<string, string> {
  const given = Object.entries(run.variables ?? {}).map(
    ([name, value]) => [name, typeof value === "string" ? value : value.value] as const,
  );
  const own = job.variables.map(({ name, value }) => [name, value] as const);
  return new Map([...given, ...own].map(([name, value]) => [name.toLowerCase(), value]));
}
