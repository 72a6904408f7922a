/** A word of a requirements file and where it begins, from 1. */
export interface Word {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** A line of a requirements file with those that a `\` at its end joins to it; comments are gone. */
export interface LogicalLine {
  readonly words: readonly Word[];
  /** Where the file ends in a `\`, so that the rest of this line is missing. */
  readonly cutOff?: { readonly line: number; readonly column: number };
}

/**
 * Joins and strips the lines as pip does (pip.pypa.io/en/stable/reference/requirements-file-format): `#` after white
 * space begins a comment, and a line that is only a comment ends a joined line. One pass, whatever the lengths.
 */
export function logicalLines(text: string): readonly LogicalLine[] {
  const logical: LogicalLine[] = [];
  let words: Word[] = [];
  const physical = text.replace(/^\uFEFF/, "").split("\n");
  physical.forEach((raw, index) => {
    const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const code = line.slice(0, commentStart(line));
    const isJoined = code.length === line.length && code.endsWith("\\");
    for (const word of wordsOf(isJoined ? code.slice(0, -1) : code, index + 1)) words.push(word);
    const rest = physical.length - 1 - index;
    const isLast = rest === 0 || (rest === 1 && physical[index + 1] === "");
    if (isJoined && !isLast) return;
    if (isJoined) logical.push({ words, cutOff: { line: index + 1, column: line.length } });
    else if (words.length > 0) logical.push({ words });
    words = [];
  });
  return logical;
}

function commentStart(line: string): number {
  for (let at = line.indexOf("#"); at >= 0; at = line.indexOf("#", at + 1))
    if (at === 0 || /\s/.test(line.charAt(at - 1))) return at;
  return line.length;
}

function* wordsOf(code: string, line: number): Generator<Word> {
  for (const match of code.matchAll(/\S+/g)) yield { text: match[0], line, column: match.index + 1 };
}
