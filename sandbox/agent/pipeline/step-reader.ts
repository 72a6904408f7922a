import type { Node } from "yaml";
import type { ContainerDefinition, InputDefinition, StepDefinition } from "./pipeline-definition";
import { commonStepKeys, readBoolean, readCommon, readText } from "./step-common-reader";
import type { StepCommon } from "./step-common-reader";
import type { Field, YamlSource } from "./yaml-source";

const scriptKeys = [...commonStepKeys, "workingDirectory", "failOnStderr"];

/** What each kind of step may hold beside its own key. */
const keysByKind = {
  task: [...commonStepKeys, "inputs"],
  script: scriptKeys,
  bash: scriptKeys,
  checkout: [...commonStepKeys, "clean", "fetchDepth", "fetchTags"],
} as const satisfies Record<StepDefinition["kind"], readonly string[]>;

const kinds = ["task", "script", "bash", "checkout"] as const;

/** Reads one step; a kind or key that is not understood is a PipelineFileError. */
export function readStep(
  source: YamlSource,
  node: Node,
  containers: readonly ContainerDefinition[] = [],
): StepDefinition {
  const all = source.anyFields(node, "step");
  const kind = kinds.find((candidate) => all.has(candidate));
  const main = kind === undefined ? undefined : all.get(kind);
  if (kind === undefined || main === undefined) {
    const [first] = all.keys();
    const reason = `unsupported step '${first ?? ""}': expected one of ${kinds.join(", ")}`;
    throw source.errorAt(node, first ?? "step", reason);
  }
  const fields = source.fields(node, `a ${kind} step`, [kind, ...keysByKind[kind]]);
  return readKind(source, { kind, main, fields, common: readCommon(source, fields, containers) });
}

interface ReadStep {
  readonly kind: StepDefinition["kind"];
  readonly main: Field;
  readonly fields: ReadonlyMap<string, Field>;
  readonly common: StepCommon;
}

function readKind(source: YamlSource, step: ReadStep): StepDefinition {
  const { kind, main, fields, common } = step;
  const text = source.text(main, kind);
  switch (kind) {
    case "task":
      return {
        ...common,
        kind,
        reference: text,
        inputs: readInputs(source, fields.get("inputs")),
        complain: (key, reason) => source.errorAt(main.value, key, reason),
      };
    case "checkout":
      if (text !== "self" && text !== "none") {
        throw source.errorAt(main.value, kind, `unsupported checkout '${text}': expected self or none`);
      }
      return { ...common, kind, repository: text };
    case "script":
    case "bash":
      return {
        ...common,
        kind,
        text,
        workingDirectory: readText(source, fields, "workingDirectory"),
        failOnStderr: readBoolean(source, fields, "failOnStderr", false),
      };
  }
}

function readInputs(source: YamlSource, field: Field | undefined): InputDefinition[] {
  if (field === undefined) {
    return [];
  }
  return [...source.anyFields(field.value, "inputs")].map(([name, input]) => ({
    name,
    value: source.text(input, name),
    complain: (key, reason) => source.errorAt(input.key, key, reason),
  }));
}
