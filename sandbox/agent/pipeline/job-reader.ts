import { isScalar } from "yaml";
import type { Node } from "yaml";
import { readCondition } from "./condition-reader";
import type { JobDefinition, VariableDefinition } from "./pipeline-definition";
import { readBoolean, readNumber, readText } from "./step-common-reader";
import { readStrategy } from "./strategy-reader";
import { readStep } from "./step-reader";
import { readVariables } from "./variable-reader";
import type { Field, YamlSource } from "./yaml-source";

const jobKeys = [
  ...["job", "displayName", "dependsOn", "condition", "continueOnError", "timeoutInMinutes"],
  ...["strategy", "variables", "pool", "steps"],
];

/** Reads a job of the `jobs` list. `earlier` are the names above it: jobs run in the order of the file. */
export function readJob(
  source: YamlSource,
  node: Node,
  inherited: readonly VariableDefinition[],
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
    name,
    displayName: readText(source, fields, "displayName") ?? name,
    dependsOn: readDependencies(source, fields.get("dependsOn"), earlier),
    condition: readCondition(source, fields.get("condition")),
    continueOnError: readBoolean(source, fields, "continueOnError", false),
    timeoutInMinutes: readNumber(source, fields, "timeoutInMinutes", 60),
    strategy: readStrategy(source, fields.get("strategy")),
    variables: [...inherited, ...readVariables(source, fields.get("variables"))],
    steps: source.items(steps, "steps").map((step) => readStep(source, step)),
  };
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
