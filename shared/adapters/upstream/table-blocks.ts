import { lineFinder } from "../toml/toml-file";

/** Where an array's table stands in a TOML file: the line of its header, and of quoted values in it. */
export interface Block {
  readonly line: number | undefined;
  find(value: string): number | undefined;
}

/**
 * The places of the `count` tables `[[name]]` of a TOML file, in their order. Where headers and tables do not go
 * together (an inline array, a header in a long string) no line is known. Looks through the file once.
 */
export function tableBlocks(text: string, name: string, count: number): (index: number) => Block {
  const headers = findHeaders(text, name);
  return (index) => {
    const header = headers[index];
    if (headers.length !== count || header === undefined) return nowhere;
    return blockAt(header.line, () => text.slice(header.offset, headers[index + 1]?.offset));
  };
}

const nowhere: Block = { line: undefined, find: () => undefined };

function blockAt(line: number, text: () => string): Block {
  let find: ((value: string) => number | undefined) | undefined;
  return {
    line,
    find(value) {
      find ??= lineFinder(text());
      const inside = find(value);
      return inside === undefined ? line : line + inside - 1;
    },
  };
}

function findHeaders(text: string, name: string): readonly { line: number; offset: number }[] {
  const header = new RegExp(`^\\s*\\[\\[\\s*"?${name}"?\\s*\\]\\]`);
  const headers: { line: number; offset: number }[] = [];
  let line = 1;
  let offset = 0;
  for (;;) {
    const end = text.indexOf("\n", offset);
    const first = text.slice(offset, end < 0 ? undefined : end);
    if (header.test(first)) headers.push({ line, offset });
    if (end < 0) return headers;
    offset = end + 1;
    line += 1;
  }
}
