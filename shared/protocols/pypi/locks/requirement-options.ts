import type { LogicalLine, Word } from "./requirement-lines";

/** An option of a requirements file with its value; flags have the value "". */
export interface Option {
  readonly name: OptionName;
  readonly value: string;
  readonly word: Word;
}

type OptionName = (typeof withValue)[number] | (typeof flags)[number];

/** pip.pypa.io/en/stable/reference/requirements-file-format, "Supported options" and "Per-requirement options". */
const withValue = [
  "--index-url",
  "--extra-index-url",
  "--find-links",
  "--requirement",
  "--constraint",
  "--editable",
  "--no-binary",
  "--only-binary",
  "--trusted-host",
  "--use-feature",
  "--hash",
  "--config-settings",
  "--config-setting",
  "--global-option",
  "--install-option",
] as const;
const flags = ["--no-index", "--pre", "--prefer-binary", "--require-hashes"] as const;

const short: ReadonlyMap<string, OptionName> = new Map([
  ["-i", "--index-url"],
  ["-f", "--find-links"],
  ["-r", "--requirement"],
  ["-c", "--constraint"],
  ["-e", "--editable"],
  ["-C", "--config-settings"],
]);

/** The options from a word on; or the word at which something else stands, and what was expected there. */
export function readOptions(
  words: LogicalLine["words"],
  start: number,
): readonly Option[] | { readonly word: Word; readonly expected: string } {
  const options: Option[] = [];
  for (let index = start; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) break;
    const { name, value } = splitOption(word.text);
    if (name === undefined)
      return { word, expected: `an option of a requirements file, not \`${word.text}\`` };
    if (isFlag(name) || value !== undefined) options.push({ name, value: unquoted(value ?? ""), word });
    else {
      const next = words[index + 1];
      if (next === undefined) return { word, expected: `a value after ${name}` };
      options.push({ name, value: unquoted(next.text), word: next });
      index += 1;
    }
  }
  return options;
}

function splitOption(text: string): { name: OptionName | undefined; value: string | undefined } {
  if (!text.startsWith("--")) {
    const glued = text.slice(2).replace(/^=/, "");
    return { name: short.get(text.slice(0, 2)), value: glued === "" ? undefined : glued };
  }
  const equals = text.indexOf("=");
  const written = equals < 0 ? text : text.slice(0, equals);
  const name = [...withValue, ...flags].find((known) => known === written);
  return { name, value: equals < 0 ? undefined : text.slice(equals + 1) };
}

function isFlag(name: OptionName): boolean {
  return flags.some((flag) => flag === name);
}

function unquoted(value: string): string {
  const isQuoted = value.length > 1 && /^["']/.test(value) && value.endsWith(value.charAt(0));
  return isQuoted ? value.slice(1, -1) : value;
}
