import fc from "fast-check";
import { feed } from "../../shared/clients/reading";

/** Stands for a password in addresses: nothing else that is generated holds it. */
export const password = "S3cretS3cret";

/** What has led readers and logs astray before. */
export const nastyTexts: readonly string[] = [
  ...["\u0000", "\r\n", "\n", "\t", "\u001b[31m", "\u0085", "\u009b", "\u2028", "\u202e", "\ufeff", "\ud800"],
  ...[
    "##vso[task.setvariable variable=x]y",
    "##[error]x",
    "#\u00ad#vso[x]",
    "#\u0591#vso[x]",
    "##v\u0488so[x]",
  ],
  ...["../../x", "..", ".", "/x", "a\\b", "%2e%2e", "%zz", "%00", "a%2fb", "${x}", "${env.PATH}", "$(x)"],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "",
    " ",
    "é",
    "😀",
    "a".repeat(300),
    "1.0",
    "alpha",
    "1e999",
    "-",
  ],
  ...[
    `https://user:${password}@evil.example/x`,
    "https://evil.example/a-1.0.whl",
    "git+https://evil.example/x",
  ],
  ...[
    `${feed}/pypi/simple`,
    `sparse+${feed}/Cargo/index/`,
    `${feed}/maven/v1`,
    "file:///etc/passwd",
    "http://",
  ],
];

export function nastyText(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...nastyTexts) },
    { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
    { weight: 2, arbitrary: fc.string({ maxLength: 12 }) },
  );
}

/** Texts with a few places changed: something put in, left out, written twice, or cut off there. */
export function mutated(texts: fc.Arbitrary<string>, pieces: readonly string[]): fc.Arbitrary<string> {
  const edit = fc.record({
    /** Of the whole text, in thousandths. */
    at: fc.nat(1000),
    length: fc.nat(40),
    kind: fc.constantFrom("insert", "insert", "delete", "repeat", "cut"),
    piece: fc.oneof(fc.constantFrom(...pieces), nastyText()),
  });
  return fc
    .tuple(texts, fc.array(edit, { maxLength: 4 }))
    .map(([text, edits]) => edits.reduce((changed, each) => applyEdit(changed, each), text));
}

interface Edit {
  readonly at: number;
  readonly length: number;
  readonly kind: string;
  readonly piece: string;
}

function applyEdit(text: string, { at, length, kind, piece }: Edit): string {
  const start = Math.floor((at * text.length) / 1000);
  const [before, after] = [text.slice(0, start), text.slice(start)];
  if (kind === "insert") return before + piece + after;
  if (kind === "delete") return before + after.slice(length);
  return kind === "repeat" ? before + after.slice(0, length) + after : before;
}

/** Texts that are long by saying the same again and again: what costs more than its length shows in them. */
export function repetitive(pieces: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.array(fc.oneof(fc.constantFrom(...pieces), nastyText()), { minLength: 1, maxLength: 3 });
  const length = fc.oneof(
    { weight: 15, arbitrary: fc.nat(600) },
    { weight: 1, arbitrary: fc.integer({ min: 15_000, max: 25_000 }) },
  );
  return fc.tuple(piece, piece, length).map(([start, again, characters]) => {
    const unit = again.join("");
    const count = unit === "" ? 0 : Math.floor(characters / unit.length);
    return start.join("") + unit.repeat(count);
  });
}
