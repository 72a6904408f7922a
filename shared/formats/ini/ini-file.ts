import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";

/** An option of an INI file; `section` as written, `key` in lower case. */
export interface IniOption {
  readonly section: string;
  readonly key: string;
  /** With the lines that continue it, each without white space at its ends. */
  readonly value: string;
  /** From 1: where the option begins. */
  readonly line: number;
}

/**
 * Reads an INI file as Python's programs do: a line that is indented deeper continues the value above it, `=` or `:`
 * stands before a value, and a name comes once (docs.python.org/3/library/configparser, RawConfigParser).
 * Throws a Problem that names file, line and what was expected.
 */
export function parseIniFile(path: string, text: string): readonly IniOption[] {
  const reading = new IniReading(path);
  text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .forEach((line, index) => {
      reading.take(line, index + 1);
    });
  return reading.options();
}

interface Open {
  readonly section: string;
  readonly key: string;
  readonly values: string[];
  readonly line: number;
}

class IniReading {
  readonly #path: string;
  readonly #options = new Map<string, Open>();
  readonly #sections = new Set<string>();
  #section: string | undefined;
  #option: Open | undefined;
  #indent = 0;

  constructor(path: string) {
    this.#path = path;
  }

  take(line: string, number: number): void {
    const text = line.trim();
    if (text === "" || /^[#;]/.test(text)) return;
    const indent = line.search(/\S/);
    if (this.#option !== undefined && indent > this.#indent) {
      this.#option.values.push(text);
      return;
    }
    this.#indent = indent;
    const header = /^\[(.+)\]/.exec(text)?.[1];
    if (header === undefined) this.#open(text, number);
    else this.#enter(header, number);
  }

  options(): readonly IniOption[] {
    return [...this.#options.values()].map(({ values, ...option }) => ({
      ...option,
      value: values.filter((value) => value !== "").join("\n"),
    }));
  }

  #enter(section: string, line: number): void {
    if (this.#sections.has(section))
      throw this.#malformed(line, `one section [${section}], not a second one`);
    this.#sections.add(section);
    this.#section = section;
    this.#option = undefined;
  }

  #open(text: string, line: number): void {
    const section = this.#section;
    if (section === undefined)
      throw this.#malformed(line, "a section such as [global] before the first option");
    const sign = text.search(/[=:]/);
    if (sign < 1) throw this.#malformed(line, "`name = value`");
    const key = text.slice(0, sign).trimEnd().toLowerCase();
    const value = text.slice(sign + 1).trimStart();
    const place = `${section}\n${key}`;
    if (this.#options.has(place)) throw this.#malformed(line, `one ${key} in [${section}], not a second one`);
    this.#option = { section, key, values: [value], line };
    this.#options.set(place, this.#option);
  }

  #malformed(line: number, expected: string): Problem {
    return new Problem(
      "ini-malformed",
      `${logText(this.#path)}:${line}: not valid INI: expected ${logText(expected)}.`,
      "Fix the file at that line; nothing was done.",
    );
  }
}
