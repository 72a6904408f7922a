import { isScalar } from "yaml";
import { readCondition } from "./condition-reader";
import { hostTarget, readContainerName } from "./container-reader";
import type { CheckoutStepDefinition, ContainerDefinition, TargetDefinition } from "./pipeline-definition";
import type { Field, YamlSource } from "./yaml-source";

/** What every kind of step has. */
export type StepCommon = Omit<CheckoutStepDefinition, "kind" | "repository">;

type Fields = ReadonlyMap<string, Field>;

export const commonStepKeys = [
  "name",
  "displayName",
  "condition",
  "continueOnError",
  "enabled",
  "timeoutInMinutes",
  "retryCountOnTaskFailure",
  "env",
  "target",
] as const;

export function readText(source: YamlSource, fields: Fields, name: string): string | undefined {
  const field = fields.get(name);
  return field === undefined ? undefined : source.text(field, name);
}

export function readBoolean(source: YamlSource, fields: Fields, name: string, otherwise: boolean): boolean {
  const field = fields.get(name);
  return field === undefined ? otherwise : source.boolean(field, name);
}

export function readNumber(source: YamlSource, fields: Fields, name: string, otherwise: number): number {
  const field = fields.get(name);
  return field === undefined ? otherwise : source.wholeNumber(field, name);
}

/** Reads the keys that every kind of step has. */
export function readCommon(
  source: YamlSource,
  fields: Fields,
  containers: readonly ContainerDefinition[],
): StepCommon {
  return {
    name: readText(source, fields, "name"),
    displayName: readText(source, fields, "displayName"),
    condition: readCondition(source, fields.get("condition")),
    continueOnError: readBoolean(source, fields, "continueOnError", false),
    enabled: readBoolean(source, fields, "enabled", true),
    timeoutInMinutes: readNumber(source, fields, "timeoutInMinutes", 0),
    retryCountOnTaskFailure: readNumber(source, fields, "retryCountOnTaskFailure", 0),
    env: readEnvironment(source, fields.get("env")),
    target: readTarget(source, fields.get("target"), containers),
  };
}

function readEnvironment(source: YamlSource, field: Field | undefined): Map<string, string> {
  const entries = field === undefined ? [] : [...source.anyFields(field.value, "env")];
  return new Map(entries.map(([name, value]) => [name, source.text(value, name)]));
}

function readTarget(
  source: YamlSource,
  field: Field | undefined,
  containers: readonly ContainerDefinition[],
): TargetDefinition {
  if (field === undefined) {
    return { container: undefined, restricted: false, allowed: undefined };
  }
  const fields = isScalar(field.value)
    ? new Map([["container", field]])
    : source.fields(field.value, "target", ["container", "commands", "settableVariables"]);
  const named = fields.get("container");
  const commands = readText(source, fields, "commands") ?? "any";
  if (commands !== "any" && commands !== "restricted") {
    throw source.errorAt(field.value, "commands", `'commands' must be any or restricted, not '${commands}'`);
  }
  return {
    container:
      named === undefined ? undefined : readContainerName(source, named, [hostTarget, ...containers]),
    restricted: commands === "restricted",
    allowed: readAllowed(source, fields.get("settableVariables")),
  };
}

function readAllowed(source: YamlSource, field: Field | undefined): string[] | undefined {
  if (field === undefined) {
    return undefined;
  }
  if (isScalar(field.value)) {
    if (source.text(field, "settableVariables") !== "none") {
      throw source.errorAt(field.value, "settableVariables", "'settableVariables' must be none or a list");
    }
    return [];
  }
  return source
    .items(field, "settableVariables")
    .map((value) => source.text({ key: value, value }, "settableVariables"));
}
