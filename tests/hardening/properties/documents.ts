import fc from "fast-check";
import { stringify } from "smol-toml";
import { mutated, nastyText, repetitive } from "./hostile-texts";

/** What generated documents of one format are made of. */
export interface Vocabulary {
  /** Keys of TOML, names of XML's elements and attributes, words of lines: what the reader looks for. */
  readonly words: readonly string[];
  /** Values that are right. */
  readonly values: readonly string[];
  /** Whole documents that are right. */
  readonly examples: fc.Arbitrary<string>;
  /** Marks of the format that break it in the wrong place. */
  readonly marks: readonly string[];
}

/** A right document around one or more right items, of which tables are made that are right but for a key or two. */
export interface Frame {
  readonly item: Readonly<Record<string, unknown>>;
  readonly around: (items: readonly Readonly<Record<string, unknown>>[]) => Readonly<Record<string, unknown>>;
}

/** Valid TOML with the keys that are looked for in all places and of all types, and TOML that is hardly broken. */
export function tomlDocuments(vocabulary: Vocabulary, frame: Frame): fc.Arbitrary<string> {
  return tableDocuments(vocabulary, frame, stringify);
}

/** The same for JSON. */
export function jsonDocuments(vocabulary: Vocabulary, frame: Frame): fc.Arbitrary<string> {
  return tableDocuments(vocabulary, frame, (table) => JSON.stringify(table, undefined, 4));
}

function tableDocuments(
  vocabulary: Vocabulary,
  { item, around }: Frame,
  write: (table: Readonly<Record<string, unknown>>) => string,
): fc.Arbitrary<string> {
  const key = anyOf(vocabulary.words).map(wellFormed);
  const { table } = fc.letrec<{ value: unknown; table: Record<string, unknown> }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      anyOf(vocabulary.values).map(wellFormed),
      fc.oneof(fc.integer(), fc.boolean(), fc.double({ noNaN: true }), fc.constant(new Date(0))),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.array(tie("table"), { maxLength: 3 }),
      tie("table"),
    ),
    table: fc.array(fc.tuple(key, tie("value")), { maxLength: 5 }).map((pairs) => Object.fromEntries(pairs)),
  }));
  const changed = fc
    .tuple(fc.subarray(Object.keys(item), { minLength: Object.keys(item).length - 1 }), table)
    .map(([kept, others]) => ({ ...Object.fromEntries(kept.map((name) => [name, item[name]])), ...others }));
  const items = fc.array(fc.oneof(fc.constant(item), changed), { minLength: 1, maxLength: 3 });
  const framed = fc
    .tuple(items, fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: table }))
    .map(([all, others]) => ({ ...around(all), ...others }));
  return documents(fc.oneof(framed, framed, table).map(write), vocabulary);
}

/** The same for XML; `root` is the outermost element, `sections` are what is right inside it. */
export function xmlDocuments(
  vocabulary: Vocabulary,
  root: string,
  sections: readonly string[],
): fc.Arbitrary<string> {
  const name = fc.constantFrom(...vocabulary.words);
  const value = anyOf(vocabulary.values).map(escapeMarkup);
  const attributes = fc
    .array(fc.tuple(name, value), { maxLength: 3 })
    .map((pairs) => pairs.map(([key, text]) => ` ${key}="${text}"`).join(""));
  const { element } = fc.letrec<{ element: string; content: string }>((tie) => ({
    content: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      value,
      fc.array(tie("element"), { maxLength: 4 }).map((all) => all.join("\n")),
    ),
    element: fc
      .tuple(name, attributes, tie("content"))
      .map(([tag, written, content]) => `<${tag}${written}>${content}</${tag}>`),
  }));
  const section = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...sections) },
    { weight: 1, arbitrary: element },
  );
  const framed = fc
    .array(section, { minLength: 1, maxLength: 5 })
    .map((inside) => `<${root}>${inside.join("\n")}</${root}>`);
  return documents(fc.oneof(framed, framed, element), vocabulary);
}

/** The same for lines of words. */
export function lineDocuments(vocabulary: Vocabulary, joints: readonly string[]): fc.Arbitrary<string> {
  const word = fc.oneof(anyOf(vocabulary.words), anyOf(vocabulary.values));
  const line = fc
    .array(fc.tuple(word, fc.constantFrom(...joints)), { maxLength: 6 })
    .map((words) => words.flat().join(""));
  return documents(
    fc.array(line, { maxLength: 6 }).map((lines) => lines.join("\n")),
    vocabulary,
  );
}

function documents(valid: fc.Arbitrary<string>, { examples, marks }: Vocabulary): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: valid },
    { weight: 2, arbitrary: mutated(valid, marks) },
    { weight: 4, arbitrary: mutated(examples, marks) },
    { weight: 1, arbitrary: repetitive(marks) },
  );
}

/** TOML has no way to write half a surrogate pair; the mutations put one in. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "");
}

function anyOf(texts: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...texts) }, { weight: 1, arbitrary: nastyText() });
}

function escapeMarkup(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
}

/** A few of the tables of a TOML file, or elements, that the whole consists of, behind what comes before them all. */
export function partsOf(text: string, part: RegExp): fc.Arbitrary<string> {
  const [head = "", ...parts] = text.split(part);
  return fc.shuffledSubarray(parts, { maxLength: 3 }).map((some) => [head, ...some].join(""));
}
