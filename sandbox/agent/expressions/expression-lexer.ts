import { ExpressionError } from "./expression-value";

export interface Token {
  readonly kind: "name" | "string" | "number" | "punctuation" | "end";
  /** The string's content without quotes, or the text as written. */
  readonly text: string;
  readonly offset: number;
}

const patterns: readonly (readonly [Token["kind"], RegExp])[] = [
  ["string", /'(?:[^']|'')*'/y],
  ["number", /[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?![\w.])/y],
  ["name", /[A-Za-z_][\w-]*/y],
  ["punctuation", /[()[\],.]/y],
];

/** Splits an expression into tokens, with an `end` token last. Throws ExpressionError with the offset. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let offset = skipSpace(text, 0);
  while (offset < text.length) {
    const { kind, lexeme } = readLexeme(text, offset);
    const content = kind === "string" ? lexeme.slice(1, -1).replaceAll("''", "'") : lexeme;
    tokens.push({ kind, text: content, offset });
    offset = skipSpace(text, offset + lexeme.length);
  }
  return [...tokens, { kind: "end", text: "end of expression", offset }];
}

function readLexeme(text: string, offset: number): { kind: Token["kind"]; lexeme: string } {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match !== null) {
      return { kind, lexeme: match[0] };
    }
  }
  throw new ExpressionError(`Unexpected symbol: '${text.slice(offset)}'.`, offset);
}

function skipSpace(text: string, offset: number): number {
  return offset + (/^\s*/.exec(text.slice(offset))?.[0].length ?? 0);
}
