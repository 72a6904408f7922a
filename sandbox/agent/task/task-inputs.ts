import type { InputDefinition, TaskStepDefinition } from "../pipeline/pipeline-definition";
import type { TaskDefinition, TaskInput } from "./task-definition";
import { isVisible } from "./visible-rule";

/** Gives the GUID of a service connection by its name or GUID; undefined when there is none. */
export type ConnectionLookup = (nameOrId: string) => string | undefined;

/**
 * What the service makes of a step's inputs before an agent sees them: aliases become names, required inputs are
 * checked, names of service connections become GUIDs. Keys are in lower case; values are not expanded yet.
 * @throws PipelineFileError for an input that is unknown, doubled, missing or names no service connection.
 */
export function resolveInstanceInputs(
  step: TaskStepDefinition,
  task: TaskDefinition,
  findConnection: ConnectionLookup,
): Map<string, string> {
  const inputs = new Map<string, string>();
  for (const written of step.inputs) {
    const declared = findInput(task, written.name);
    if (declared === undefined) {
      throw written.complain(written.name, `unknown input '${written.name}' of task '${step.reference}'`);
    }
    const key = declared.name.toLowerCase();
    if (inputs.has(key)) {
      throw written.complain(written.name, `input '${declared.name}' is given twice`);
    }
    inputs.set(key, resolveConnections(written, declared, findConnection));
  }
  checkRequired(step, task, inputs);
  return inputs;
}

function findInput(task: TaskDefinition, written: string): TaskInput | undefined {
  const name = written.trim().toLowerCase();
  return task.inputs.find(
    (input) =>
      input.name.toLowerCase() === name || input.aliases.some((alias) => alias.toLowerCase() === name),
  );
}

function resolveConnections(written: InputDefinition, declared: TaskInput, find: ConnectionLookup): string {
  if (declared.type.toLowerCase() === "securefile" && written.value.trim() !== "") {
    throw written.complain(written.name, `input '${declared.name}': secure files are not supported`);
  }
  if (!declared.type.toLowerCase().startsWith("connectedservice:")) {
    return written.value;
  }
  const names = written.value.split(",").map((name) => name.trim());
  return names
    .filter((name) => name !== "")
    .map((name) => {
      const id = find(name);
      if (id === undefined) {
        throw written.complain(written.name, `there is no service connection '${name}'`);
      }
      return id;
    })
    .join(",");
}

function checkRequired(
  step: TaskStepDefinition,
  task: TaskDefinition,
  inputs: ReadonlyMap<string, string>,
): void {
  const valueOf = (name: string): string => {
    const declared = task.inputs.find((input) => input.name.toLowerCase() === name.toLowerCase());
    return inputs.get(name.toLowerCase()) ?? declared?.defaultValue ?? "";
  };
  for (const input of task.inputs) {
    if (input.required && isVisible(input.visibleRule, valueOf) && valueOf(input.name).trim() === "") {
      throw step.complain(input.name, `task '${step.reference}' needs the input '${input.name}'`);
    }
  }
}
