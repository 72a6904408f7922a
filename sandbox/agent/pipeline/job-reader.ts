import { isScalar } from "yaml";
import type { Node } from "yaml";
import { readCondition } from "./condition-reader";
import { readContainerName, usedContainers } from "./container-reader";
import type { ContainerDefinition, JobDefinition, VariableDefinition } from "./pipeline-definition";
import { readBoolean, readNumber, readText } from "./step-common-reader";
import { readStrategy } from "./strategy-reader";
import { readStep } from "./step-reader";
import { readVariables } from "./variable-reader";
import type { Field, YamlSource } from "./yaml-source";

const jobKeys = [
  ...["job", "displayName", "dependsOn", "condition", "continueOnError", "timeoutInMinutes"],
  ...["strategy", "variables", "pool", "container", "steps"],
];

/** What the file says above its jobs. */
export interface Inherited {
  readonly variables: readonly VariableDefinition[];
  readonly containers: readonly ContainerDefinition[];
}

/** Reads a job of the `jobs` list. `earlier` are the names above it: jobs run in the order of the file. */
export function readJob(
  source: YamlSource,
  node: Node,
  inherited: Inherited,
  earlier: readonly string[],
): JobDefinition {
  const first = [...source.anyFields(node, "job").keys()][0] ?? "job";
  const fields = source.fields(node, "a job", jobKeys);
  const name = readText(source, fields, "job");
  const steps = fields.get("steps");
  if (name === undefined) {
    throw source.errorAt(node, first, "a job needs the key 'job' with its name");
  }
  if (earlier.includes(name.toLowerCase())) {
    throw source.errorAt(node, "job", `there are two jobs '${name}'`);
  }
  if (steps === undefined) {
    throw source.errorAt(node, "steps", `job '${name}' has no steps`);
  }
  return {
    ...readPlace(source, { container: fields.get("container"), steps }, inherited.containers),
    name,
    displayName: readText(source, fields, "displayName") ?? name,
    dependsOn: readDependencies(source, fields.get("dependsOn"), earlier),
    condition: readCondition(source, fields.get("condition")),
    continueOnError: readBoolean(source, fields, "continueOnError", false),
    timeoutInMinutes: readNumber(source, fields, "timeoutInMinutes", 60),
    strategy: readStrategy(source, fields.get("strategy")),
    variables: [...inherited.variables, ...readVariables(source, fields.get("variables"))],
  };
}

/** A job's steps, and the containers that it and they run in. */
export function readPlace(
  source: YamlSource,
  fields: { readonly container: Field | undefined; readonly steps: Field },
  known: readonly ContainerDefinition[],
): Pick<JobDefinition, "container" | "containers" | "steps"> {
  const container =
    fields.container === undefined ? undefined : readContainerName(source, fields.container, known);
  const steps = source.items(fields.steps, "steps").map((step) => readStep(source, step, known));
  return { container, containers: usedContainers(container, steps, known), steps };
}

function readDependencies(
  source: YamlSource,
  field: Field | undefined,
  earlier: readonly string[],
): string[] {
  if (field === undefined) {
    return [];
  }
  const nodes = isScalar(field.value) ? [field.value] : source.items(field, "dependsOn");
  return nodes.map((value) => {
    const name = source.text({ key: value, value }, "dependsOn").toLowerCase();
    if (!earlier.includes(name)) {
      throw source.errorAt(value, "dependsOn", `job '${name}' does not stand above this job`);
    }
    return name;
  });
}
