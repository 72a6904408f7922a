import { isMap } from "yaml";
import type { Node } from "yaml";
import type { VariableDefinition } from "./pipeline-definition";
import type { Field, YamlSource } from "./yaml-source";

/** Reads `variables` in map form, or as a list of name and value. */
export function readVariables(source: YamlSource, field: Field | undefined): VariableDefinition[] {
  if (field === undefined) {
    return [];
  }
  if (isMap(field.value)) {
    return [...source.anyFields(field.value, "variables")].map(([name, value]) => ({
      name,
      value: readValue(source, value, name),
      readOnly: false,
    }));
  }
  return source.items(field, "variables").map((item) => readItem(source, item));
}

function readItem(source: YamlSource, item: Node): VariableDefinition {
  const fields = source.fields(item, "variables", ["name", "value", "readonly"]);
  const name = fields.get("name");
  const value = fields.get("value");
  if (name === undefined || value === undefined) {
    throw source.errorAt(item, "variables", "a variable needs 'name' and 'value'");
  }
  const readOnly = fields.get("readonly");
  return {
    name: source.text(name, "name"),
    value: readValue(source, value, "value"),
    readOnly: readOnly !== undefined && source.boolean(readOnly, "readonly"),
  };
}

function readValue(source: YamlSource, field: Field, name: string): string {
  const value = source.text(field, name);
  // The service evaluates $[ ] before the agent sees the job.
  if (value.trimStart().startsWith("$[")) {
    throw source.errorAt(field.value, "$[ ]", "runtime expressions $[ ] are not supported");
  }
  return value;
}
