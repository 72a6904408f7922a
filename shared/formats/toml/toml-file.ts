import { parse, TomlError } from "smol-toml";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";

/** A TOML table as parsed; values are looked at with `asTable`, `asText` and `asList`, never trusted. */
export type TomlTable = Readonly<Record<string, unknown>>;

/** Parses a TOML 1.0 file. Throws a Problem that names file, line, column and what was expected. */
export function parseTomlFile(path: string, text: string): TomlTable {
  try {
    return parse(withoutMark(text));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split("\n")[0]?.replace(/^Invalid TOML document: /, "") ?? "not TOML";
    throw new Problem(
      "toml-malformed",
      `${logText(path)}:${error.line}:${error.column}: not valid TOML: ${logText(reason)}.`,
      "Fix the file at that place; nothing was done.",
    );
  }
}

/** A TOML file, and how the place of a quoted value in it is named: `file:line`, as far as the line is known. */
export interface PlacedToml {
  readonly document: TomlTable;
  readonly place: (value: string) => string;
}

/** Parses as `parseTomlFile` does. */
export function parsePlaced(path: string, text: string): PlacedToml {
  const findLine = lineFinder(text);
  return { document: parseTomlFile(path, text), place: (value) => place(path, findLine(value)) };
}

/** Parses a part of a TOML 1.0 file; undefined where the part is not TOML by itself. */
export function parseTomlPart(text: string): TomlTable | undefined {
  try {
    return parse(withoutMark(text));
  } catch (error) {
    if (error instanceof TomlError) return undefined;
    throw error;
  }
}

function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

export function asTable(value: unknown): TomlTable | undefined {
  const isTable =
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
  return isTable ? (value as TomlTable) : undefined;
}

export function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/**
 * Finds the line (from 1) on which a quoted value stands first. The whole file is looked through once, at the first
 * question, so that thousands of questions stay cheap. A value that is written in another way (escapes, several
 * lines) has no line.
 */
export function lineFinder(text: string): (value: string) => number | undefined {
  let lines: Map<string, number> | undefined;
  return (value) => (lines ??= indexLines(text)).get(value);
}

function indexLines(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  text.split("\n").forEach((line, index) => {
    for (const match of line.matchAll(/"([^"]*)"|'([^']*)'/g)) {
      const value = match[1] ?? match[2] ?? "";
      if (!lines.has(value)) lines.set(value, index + 1);
    }
  });
  return lines;
}

/** `path:line`, or `path` where the line is not known: how a place in a file is named in the log. */
export function place(path: string, line: number | undefined): string {
  return logText(line === undefined ? path : `${path}:${line}`);
}
