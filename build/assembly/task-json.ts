import type { TaskInput, TaskManifest } from "../../shared/core/client-manifest";
import { inputsOf } from "./task-inputs";

/** The Node handlers of the agent that are not end-of-life; the agent takes the first that it may use. */
const handlers = (target: string): object => ({ Node24: { target }, Node20_1: { target } });

/** The task.json of a task: what all tasks have the same, and what its manifest says. */
export function taskJson(manifest: TaskManifest): object {
  const [major, minor, patch] = manifest.version.split(".").map(Number);
  return {
    $schema: "https://raw.githubusercontent.com/Microsoft/azure-pipelines-task-lib/master/tasks.schema.json",
    id: manifest.id,
    name: manifest.name,
    friendlyName: manifest.friendlyName,
    description: manifest.description,
    author: "Feedpass contributors",
    helpUrl: "https://marketplace.visualstudio.com/items?itemName=feedpass.feedpass",
    helpMarkDown: manifest.learnMore,
    category: "Package",
    visibility: ["Build", "Release"],
    runsOn: ["Agent", "MachineGroup"],
    minimumAgentVersion,
    version: { Major: major, Minor: minor, Patch: patch },
    instanceNameFormat: manifest.friendlyName,
    groups: [{ name: "advanced", displayName: "Advanced", isExpanded: false }],
    inputs: inputsOf(manifest).map(inputJson),
    ...outputs(manifest),
    execution: handlers("dist/index.js"),
    postjobexecution: handlers("dist/undo.js"),
    restrictions: {
      commands: { mode: manifest.commands },
      settableVariables: { allowed: manifest.settableVariables },
    },
  };
}

/** The first agent that has a Node20_1 handler (azure-pipelines-tasks, docs/migrateNode24.md). */
export const minimumAgentVersion = "3.232.1";

// A name in outputVariables turns every setvariable of that name into <step>.<name>, so tasks that set none have no list.
function outputs({ outputVariables }: TaskManifest): object {
  if (outputVariables.length === 0) return {};
  return { outputVariables: outputVariables.map(({ name, holds }) => ({ name, description: holds })) };
}

function inputJson(input: TaskInput): object {
  return {
    name: input.name,
    type: input.type,
    label: input.label,
    defaultValue: input.defaultValue ?? "",
    required: false,
    ...(input.isAdvanced === true ? { groupName: "advanced" } : {}),
    ...(input.options === undefined ? {} : { options: input.options }),
    helpMarkDown: input.help,
  };
}
