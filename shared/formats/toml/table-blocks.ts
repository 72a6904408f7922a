import { lineFinder } from "./toml-file";

/** Where an array's table stands in a TOML file: the line of its header, and of quoted values in it. */
export interface Block {
  readonly line: number | undefined;
  find(value: string): number | undefined;
}

/** The lines that look like headers `[[name]]` of an array's tables. */
export interface Headers {
  readonly length: number;
  /** Where a header's line begins; that before the first (-1) is the text's beginning, that behind the last its end. */
  offset(index: number): number;
  /** The line, from 1. */
  line(index: number): number;
}

/**
 * The places of the `count` tables that the headers of a TOML file begin, in their order. Where headers and tables do
 * not go together (an inline array, a header in a long string) no line is known.
 */
export function tableBlocks(text: string, headers: Headers, count: number): (index: number) => Block {
  return (index) => {
    if (headers.length !== count || index >= count) return nowhere;
    return blockAt(headers.line(index), () => text.slice(headers.offset(index), headers.offset(index + 1)));
  };
}

const nowhere: Block = { line: undefined, find: () => undefined };

/** Longer blocks than this get an index of their lines: searching them again for each value would add up. */
const mostSearched = 4096;

function blockAt(line: number, text: () => string): Block {
  let find: ((value: string) => number | undefined) | undefined;
  return {
    line,
    find(value) {
      find ??= finderOf(text());
      const inside = find(value);
      return inside === undefined ? line : line + inside - 1;
    },
  };
}

function finderOf(text: string): (value: string) => number | undefined {
  return text.length > mostSearched ? lineFinder(text) : (value) => lineOfQuoted(text, value);
}

function lineOfQuoted(text: string, value: string): number | undefined {
  const inDouble = text.indexOf(`"${value}"`);
  const at = inDouble >= 0 ? inDouble : text.indexOf(`'${value}'`);
  if (at < 0) return undefined;
  let line = 1;
  for (let end = text.indexOf("\n"); end >= 0 && end < at; end = text.indexOf("\n", end + 1)) line += 1;
  return line;
}

/** Looks for headers of an array's tables, which is cheap and right for files that no hand wrote. */
export function packageHeaders(text: string, name: string): Headers {
  const header = new RegExp(`[\\uFEFF\\t ]*\\[\\[[\\t ]*"?${name}"?[\\t ]*\\]\\]`, "y");
  const offsets: number[] = [];
  const lines: number[] = [];
  let line = 1;
  let counted = 0;
  for (let at = text.indexOf("[["); at >= 0; at = text.indexOf("[[", at + 2)) {
    // A line ends in a line feed, and nothing else ends one for TOML.
    const start = text.lastIndexOf("\n", at) + 1;
    header.lastIndex = start;
    if (!header.test(text)) continue;
    for (let end = text.indexOf("\n", counted); end >= 0 && end < start; end = text.indexOf("\n", end + 1))
      line += 1;
    counted = start;
    offsets.push(start);
    lines.push(line);
  }
  return {
    length: offsets.length,
    offset: (index) => (index < 0 ? 0 : (offsets[index] ?? text.length)),
    line: (index) => lines[index] ?? 1,
  };
}
