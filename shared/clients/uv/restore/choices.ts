import type { RestoreFacts } from "../../../core/client";
import { logText } from "../../../core/log-text";
import { Problem } from "../../../core/problem";
import { pythonName } from "../../../protocols/pypi/names";

/** Groups or extras of a project: all of them, or those of these names. */
export type Chosen = "all" | readonly string[];

/**
 * What one of the inputs `groups` and `extras` names, separated by commas or white space.
 * Throws a Problem for what is not a name.
 */
export function chosen(input: "groups" | "extras", facts: Pick<RestoreFacts, "input">): Chosen {
  const words = (facts.input(input) ?? "").split(/[\s,]+/).filter((word) => word !== "");
  const wrong = words.find((word) => pythonName(word) === undefined);
  if (wrong !== undefined) {
    throw new Problem(
      "input-malformed",
      `Input ${input}: "${logText(wrong)}" is not the name of one.`,
      `Give the names that pyproject.toml has, separated by commas, or all, or leave ${input} out.`,
    );
  }
  return words.some((word) => word.toLowerCase() === "all") ? "all" : words;
}

/** What the inputs choose, as options of `uv sync` and `uv export`. */
export function chosenOptions(facts: Pick<RestoreFacts, "input">): readonly string[] {
  const groups = chosen("groups", facts);
  const extras = chosen("extras", facts);
  return [
    ...(groups === "all" ? ["--all-groups"] : groups.flatMap((name) => ["--group", name])),
    ...(extras === "all" ? ["--all-extras"] : extras.flatMap((name) => ["--extra", name])),
  ];
}

/** Options that `uv export` has from `uv sync`; true: a value follows. Source: docs.astral.sh/uv/reference/cli. */
const choosing: ReadonlyMap<string, boolean> = new Map([
  ["--extra", true],
  ["--all-extras", false],
  ["--no-extra", true],
  ["--group", true],
  ["--no-group", true],
  ["--all-groups", false],
  ["--no-default-groups", false],
  ["--only-group", true],
  ["--dev", false],
  ["--no-dev", false],
  ["--only-dev", false],
  ["--package", true],
  ["--all-packages", false],
  ["--python", true],
  ["-p", true],
]);

/** Those of the arguments for `uv sync` that choose packages. */
export function exportArguments(words: readonly string[]): readonly string[] {
  const options: string[] = [];
  words.forEach((word, index) => {
    const takesValue = choosing.get(word.split("=")[0] ?? "");
    if (takesValue === undefined) return;
    options.push(word);
    const value = words[index + 1];
    if (takesValue && !word.includes("=") && value !== undefined) options.push(value);
  });
  return options;
}
