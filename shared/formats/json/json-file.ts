import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";

/** Parses a file in JSON (RFC 8259). Throws a Problem that names file, line, column and what was expected there. */
export function parseJsonFile(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { at, expected } = findFault(text);
    const line = lineOf(text, at);
    const column = at - text.lastIndexOf("\n", at - 1);
    throw new Problem(
      "json-malformed",
      `${logText(path)}:${line}:${column}: not valid JSON: expected ${expected}.`,
      "Fix the file at that place; nothing was done.",
    );
  }
}

/** The line of an offset, from 1. */
function lineOf(text: string, at: number): number {
  let line = 1;
  for (let end = text.indexOf("\n"); end >= 0 && end < at; end = text.indexOf("\n", end + 1)) line += 1;
  return line;
}

const token =
  /[\t\n\r ]*([{}[\]:,]|"[^"\\\p{Cc}]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\p{Cc}]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy;

/** What may stand at a place, as the message says it, by what it begins with. */
const expectations = {
  value: ["a value", /^[^}\]:,]/],
  firstValue: ["a value or `]`", /^[^}:,]/],
  key: ["a key in double quotes", /^"/],
  firstKey: ["a key in double quotes or `}`", /^["}]/],
  colon: ["`:`", /^:/],
  next: ["`,` or the end of what is open", /^[,}\]]/],
} as const;

/** Where a text that is not JSON stops to be it. The parser does not say that for every fault. */
function findFault(text: string): { readonly at: number; readonly expected: string } {
  const open: string[] = [];
  let state: keyof typeof expectations = "value";
  token.lastIndex = 0;
  for (;;) {
    const start = token.lastIndex;
    const word: string | undefined = token.exec(text)?.[1];
    const [expected, isRight]: readonly [string, RegExp] = expectations[state];
    const isClosing = word === "}" || word === "]";
    const isWrong = isClosing && open.at(-1) !== (word === "}" ? "{" : "[");
    if (word === undefined || !isRight.test(word) || isWrong) {
      const at = start + (/^[\t\n\r ]*/.exec(text.slice(start))?.[0].length ?? 0);
      return { at, expected };
    }
    if (word === "{" || word === "[") {
      open.push(word);
      state = word === "{" ? "firstKey" : "firstValue";
      continue;
    }
    if (word === ",") state = open.at(-1) === "{" ? "key" : "value";
    else if (word === ":") state = "value";
    else if (state === "key" || (state === "firstKey" && !isClosing)) state = "colon";
    else {
      if (isClosing) open.pop();
      if (open.length === 0) return { at: token.lastIndex, expected: "the end of the file" };
      state = "next";
    }
  }
}

/**
 * Finds the lines of keys that are asked for in the order of the file; undefined for one that is written in another way
 * (escapes) and for those behind it. All questions together look through the text once.
 */
export function keyLines(text: string): (key: string) => number | undefined {
  let from = 0;
  let line = 1;
  let isLost = false;
  return (key) => {
    const at = isLost ? -1 : text.indexOf(`"${key}":`, from);
    isLost = at < 0;
    if (isLost) return undefined;
    for (let end = text.indexOf("\n", from); end >= 0 && end < at; end = text.indexOf("\n", end + 1))
      line += 1;
    from = at;
    return line;
  };
}
