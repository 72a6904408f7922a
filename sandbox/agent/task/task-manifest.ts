import { readList, readObject, readText } from "./json-reader";
import type { HandlerData, Stage, TaskDefinition, TaskInput } from "./task-definition";

const sections: Readonly<Record<Stage, string>> = {
  pre: "prejobexecution",
  main: "execution",
  post: "postjobexecution",
};

/** Reads a task.json. Throws when it is no JSON or lacks id, name or version. */
export function parseTaskManifest(json: string): TaskDefinition {
  const task = readObject(JSON.parse(json.replace(/^\uFEFF/, "")));
  const version = readObject(task.get("version"));
  const parts = ["major", "minor", "patch"].map((part) => readText(version.get(part)));
  const [id, name] = [readText(task.get("id")), readText(task.get("name"))];
  if (id === "" || name === "" || parts.some((part) => !/^\d+$/.test(part))) {
    throw new Error("task.json needs an id, a name and a version with Major, Minor and Patch.");
  }
  return {
    id,
    name,
    friendlyName: readText(task.get("friendlyname")),
    description: readText(task.get("description")),
    author: readText(task.get("author")),
    help: readText(task.get("helpurl")) || readText(task.get("helpmarkdown")),
    version: { major: Number(parts[0]), text: parts.join(".") },
    inputs: readList(task.get("inputs")).map(parseInput),
    outputVariables: readList(task.get("outputvariables")).map((item) =>
      readText(readObject(item).get("name")),
    ),
    handlers: parseHandlers(task),
    restrictions: parseRestrictions(readObject(task.get("restrictions"))),
  };
}

function parseInput(value: unknown): TaskInput {
  const input = readObject(value);
  return {
    name: readText(input.get("name")),
    type: readText(input.get("type")),
    defaultValue: readText(input.get("defaultvalue")),
    required: readText(input.get("required")).toLowerCase() === "true",
    visibleRule: readText(input.get("visiblerule")) || undefined,
    aliases: readList(input.get("aliases")).map(readText),
  };
}

function parseHandlers(task: ReadonlyMap<string, unknown>): TaskDefinition["handlers"] {
  const handlers: Partial<Record<Stage, HandlerData[]>> = {};
  for (const stage of ["pre", "main", "post"] as const) {
    const section = task.get(sections[stage]);
    if (section !== undefined) {
      handlers[stage] = [...readObject(section)].map(([name, value]) => parseHandler(name, value));
    }
  }
  return handlers;
}

function parseHandler(name: string, value: unknown): HandlerData {
  const handler = readObject(value);
  return {
    name,
    target: readText(handler.get("target")),
    workingDirectory: readText(handler.get("workingdirectory")) || undefined,
  };
}

function parseRestrictions(restrictions: ReadonlyMap<string, unknown>): TaskDefinition["restrictions"] {
  const commands = readObject(restrictions.get("commands"));
  const settable = readObject(restrictions.get("settablevariables"));
  const allowed = settable.get("allowed");
  return {
    restricted: readText(commands.get("mode")).toLowerCase() === "restricted",
    allowed: allowed === undefined || allowed === null ? undefined : readList(allowed).map(readText),
  };
}
