import { Problem } from "../../core/problem";
import { logText } from "../../core/log-text";
import { readInput } from "../agent";
import { splitArguments } from "./arguments";

/** A package manager that the task restores with, by its program's common name. */
export type Client = "uv" | "cargo" | "maven";

/** In the order in which projects are restored. */
export const clients: readonly Client[] = ["uv", "cargo", "maven"];

/** What is done about a finding: nothing, a warning, or the step fails. */
export type Severity = "warn" | "fail" | "ignore";

/** The inputs of RestoreUpstream@1, checked. */
export interface RestoreInputs {
  /** As written; undefined: the project's configuration says. */
  readonly feed: string | undefined;
  readonly clients: readonly Client[];
  readonly mode: "restore" | "save";
  readonly arguments: readonly string[];
  readonly onBypass: Severity;
  readonly onUnsaved: Severity;
  /** Requests at a time, from 1 to 64. */
  readonly maxConcurrency: number;
  readonly reportPath: string | undefined;
  readonly uvVersion: string | undefined;
}

/** Reads the inputs. Throws a Problem that names the input and what it may hold. */
export function readRestoreInputs(): RestoreInputs {
  return {
    feed: readInput("feed"),
    clients: readClients(readInput("packageManagers") ?? "auto"),
    mode: readChoice("mode", ["restore", "save"], "restore"),
    arguments: splitArguments(readInput("arguments") ?? ""),
    onBypass: readChoice("onBypass", ["warn", "fail", "ignore"], "warn"),
    onUnsaved: readChoice("onUnsaved", ["warn", "fail", "ignore"], "warn"),
    maxConcurrency: readConcurrency(readInput("maxConcurrency") ?? "16"),
    reportPath: readInput("reportPath"),
    uvVersion: readVersion(readInput("uvVersion")),
  };
}

function readChoice<Choice extends string>(
  name: string,
  choices: readonly Choice[],
  otherwise: Choice,
): Choice {
  const text = readInput(name)?.toLowerCase() ?? otherwise;
  const choice = choices.find((each) => each === text);
  if (choice !== undefined) return choice;
  throw inputProblem(name, text, `one of ${choices.join(", ")}`);
}

function readClients(text: string): readonly Client[] {
  const names = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((name) => name !== "");
  const unknown = names.find((name) => name !== "auto" && !clients.some((client) => client === name));
  if (unknown !== undefined)
    throw inputProblem("packageManagers", unknown, `auto, or a list of ${clients.join(", ")}`);
  return names.includes("auto") ? clients : clients.filter((client) => names.includes(client));
}

function readConcurrency(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count;
  throw inputProblem("maxConcurrency", text, "a whole number from 1 to 64");
}

/** A version becomes part of a path and of an address, so it is held to the letters of one. */
function readVersion(text: string | undefined): string | undefined {
  if (text === undefined || /^\d+(?:\.\d+){1,2}$/.test(text)) return text;
  throw inputProblem("uvVersion", text, "a full version such as 0.13.8");
}

function inputProblem(name: string, text: string, expected: string): Problem {
  return new Problem(
    "input-malformed",
    `Input ${name}: "${logText(text)}" is not ${expected}.`,
    `Give ${expected}, or leave ${name} out.`,
  );
}
