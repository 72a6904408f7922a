import type { RestoringClient } from "../../core/client";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import { readFeedsInput, readInput } from "../agent";

/** What is done about a finding: nothing, a warning, or the step fails. */
export type Severity = "warn" | "fail" | "ignore";

/** The inputs of RestoreUpstream@1, checked. */
export interface RestoreInputs {
  /** As written; undefined: the project's configuration says. */
  readonly feed: string | undefined;
  /** Those that are wanted, in the order in which they are restored. */
  readonly clients: readonly RestoringClient[];
  /** Which projects are meant; undefined: all that are found. */
  readonly projects: string | undefined;
  readonly mode: "restore" | "save" | "audit";
  readonly arguments: readonly string[];
  /** Whether later steps find what clients fetched, and whether they can go on to reach the feed. */
  readonly keep: boolean;
  readonly authenticate: boolean;
  readonly onBypass: Severity;
  readonly onUnsaved: Severity;
  /** Requests at a time, from 1 to 64. */
  readonly maxConcurrency: number;
  readonly reportPath: string | undefined;
  /** The versions of clients that are to be fetched through the feed. */
  readonly versions: ReadonlyMap<RestoringClient, string>;
}

/** Reads the inputs. Throws a Problem that names the input and what it may hold. */
export function readRestoreInputs(known: readonly RestoringClient[]): RestoreInputs {
  return {
    feed: readFeedsInput(),
    clients: readClients(readInput("packageManagers") ?? "auto", known),
    projects: readInput("projects"),
    mode: readChoice("mode", ["restore", "save", "audit"], "restore"),
    arguments: splitArguments(readInput("arguments") ?? ""),
    keep: readChoice("keep", ["true", "false"], "true") === "true",
    authenticate: readChoice("authenticate", ["true", "false"], "false") === "true",
    onBypass: readChoice("onBypass", ["warn", "fail", "ignore"], "warn"),
    onUnsaved: readChoice("onUnsaved", ["warn", "fail", "ignore"], "warn"),
    maxConcurrency: readConcurrency(readInput("maxConcurrency") ?? "16"),
    reportPath: readInput("reportPath"),
    versions: readVersions(known),
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

function readClients(text: string, known: readonly RestoringClient[]): readonly RestoringClient[] {
  const names = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((name) => name !== "");
  const unknown = names.find((name) => name !== "auto" && !known.some((client) => client.name === name));
  if (unknown !== undefined) {
    const list = known.map(({ name }) => name).join(", ");
    throw inputProblem("packageManagers", unknown, `auto, or a list of ${list}`);
  }
  return names.includes("auto") ? known : known.filter(({ name }) => names.includes(name));
}

function readConcurrency(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count;
  throw inputProblem("maxConcurrency", text, "a whole number from 1 to 64");
}

/** A version becomes part of a path and of an address, so it is held to the letters of one. */
function readVersions(known: readonly RestoringClient[]): RestoreInputs["versions"] {
  const versions = new Map<RestoringClient, string>();
  for (const client of known) {
    const name = client.fetching?.versionInput ?? "";
    const text = name === "" ? undefined : readInput(name);
    if (text === undefined) continue;
    if (!/^\d+(?:\.\d+){2}$/.test(text)) throw inputProblem(name, text, "a full version such as 1.2.3");
    versions.set(client, text);
  }
  return versions;
}

/**
 * Splits the input `arguments` at white space into what the program gets one by one; quotes of either kind keep white
 * space together. No shell reads them, so nothing else in them has a meaning.
 * Throws a Problem where a quote is not closed.
 */
export function splitArguments(text: string): readonly string[] {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+|["']/g) ?? [];
  if (words.some((word) => word === '"' || word === "'")) {
    throw new Problem(
      "arguments-malformed",
      "Input arguments: a quote is not closed.",
      "Close it with a quote of the same kind, or write the argument without quotes.",
    );
  }
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

function inputProblem(name: string, text: string, expected: string): Problem {
  return new Problem(
    "input-malformed",
    `Input ${name}: "${logText(text)}" is not ${expected}.`,
    `Give ${expected}, or leave ${name} out.`,
  );
}
