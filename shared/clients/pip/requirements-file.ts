import { dirname, resolve } from "node:path";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import { parseRequirement } from "../../protocols/pypi/locks/requirement";
import { logicalLines, type LogicalLine, type Word } from "../../protocols/pypi/locks/requirement-lines";

/** What a requirements file says of the places that pip asks; addresses as written, `${VARIABLE}` and all. */
export interface RequirementsFile {
  readonly addresses: readonly WrittenAddress[];
  /** Hosts of `--trusted-host`. */
  readonly trusted: readonly { readonly host: string; readonly where: string }[];
  /** The absolute paths of the files that it includes. */
  readonly files: readonly string[];
}

export interface WrittenAddress {
  /** An index; or else a page of `--find-links`, a package or a file by address. */
  readonly isIndex: boolean;
  readonly address: string;
  readonly where: string;
}

/** The options that matter here. pip takes any beginning of a name that is of one option (Python's optparse). */
const options = [
  "--index-url",
  "--pypi-url",
  "--extra-index-url",
  "--find-links",
  "--requirement",
  "--constraint",
  "--trusted-host",
  "--editable",
] as const;
type OptionName = (typeof options)[number];
const short: ReadonlyMap<string, OptionName> = new Map([
  ["-i", "--index-url"],
  ["-f", "--find-links"],
  ["-r", "--requirement"],
  ["-c", "--constraint"],
  ["-e", "--editable"],
]);

/**
 * Reads pip's requirements file (pip.pypa.io/en/stable/reference/requirements-file-format) for the places that it names;
 * a line that is none of these is pip's to judge. Throws a Problem for an option of these without its value.
 */
export function parseRequirementsFile(path: string, text: string): RequirementsFile {
  const addresses: WrittenAddress[] = [];
  const trusted: { host: string; where: string }[] = [];
  const files: string[] = [];
  for (const { words } of logicalLines(text)) {
    const where = logText(`${path}:${words[0]?.line ?? 1}`);
    const direct = directAddress(words);
    if (direct !== undefined) addresses.push({ isIndex: false, address: direct, where });
    for (const { name, value } of optionsOf(path, words)) {
      const isFile = name === "--requirement" || name === "--constraint";
      if (name === "--trusted-host") trusted.push({ host: value, where });
      else if (isFile && !isAddress(value)) files.push(resolve(dirname(path), value));
      else if (isAddress(value)) addresses.push({ isIndex: indexOptions.has(name), address: value, where });
    }
  }
  return { addresses, trusted, files };
}

const indexOptions: ReadonlySet<string> = new Set(["--index-url", "--pypi-url", "--extra-index-url"]);

/** A variable may hold any part of an address. */
function isAddress(value: string): boolean {
  return /^(?:https?:|\$\{)/i.test(value);
}

function* optionsOf(
  path: string,
  words: LogicalLine["words"],
): Generator<{ readonly name: OptionName; readonly value: string }> {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word?.text.startsWith("-") !== true) continue;
    const { name, glued } = splitOption(word.text);
    if (name === undefined) continue;
    const value = glued ?? words[(index += 1)]?.text;
    if (value === undefined) throw withoutValue(path, word);
    yield { name, value: value.replace(/^(["'])(.*)\1$/, "$2") };
  }
}

function splitOption(text: string): { name: OptionName | undefined; glued: string | undefined } {
  if (!text.startsWith("--")) {
    const glued = text.slice(2).replace(/^=/, "");
    return { name: short.get(text.slice(0, 2)), glued: glued === "" ? undefined : glued };
  }
  const [, written = "", glued] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  return { name: options.find((name) => written.length > 2 && name.startsWith(written)), glued };
}

function directAddress(words: LogicalLine["words"]): string | undefined {
  const requirement = parseRequirement(words.map(({ text }) => text).join(" "));
  return requirement?.kind === "direct" ? requirement.address : undefined;
}

function withoutValue(path: string, { text, line, column }: Word): Problem {
  return new Problem(
    "requirements-malformed",
    `${logText(path)}:${line}:${column}: not a valid requirements file: expected a value after ${logText(text)}.`,
    "Fix the file at that place; nothing was done.",
  );
}
