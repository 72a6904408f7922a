import fc from "fast-check";
import type { LockEntry } from "../../../shared/core/lock-entry";
import { root } from "../../shared/protocols/feed";
import { sha256 } from "../../shared/clients/reading";
import { mutated, nastyText, repetitive } from "./hostile-texts";

const digest = sha256("a");

/** An entry of a lock file, with a hash unless others are given. */
export const entry = (
  protocol: string,
  name: string,
  version: string,
  more: Partial<LockEntry> = {},
): LockEntry => ({
  protocol,
  name,
  version,
  where: "lock:1",
  hashes: [{ algorithm: "sha256", hex: digest }],
  ...more,
});

/** What the readers of one kind of answer are given, and for which entries. */
export interface Answers {
  readonly protocol: string;
  readonly entries: readonly LockEntry[];
  /** Right answers, and what breaks them. */
  readonly texts: fc.Arbitrary<string>;
  /** What else the protocol asks for, by what its address ends with. */
  readonly others?: Readonly<Record<string, string>>;
}

const anchors = fc
  .array(
    fc.record({
      file: fc.oneof(
        fc.constantFrom("alpha-1.0-py3-none-any.whl", "alpha-1.0.tar.gz", "Alpha-2.0.zip"),
        nastyText(),
      ),
      way: fc.oneof(
        fc.constantFrom("../../pypi/download/alpha/1.0/", "https://files.example/1.0/", "//evil.example/"),
        nastyText(),
      ),
      hash: fc.constantFrom(`#sha256=${digest}`, "#sha256=00", "#md5=xyz", "", "#sha256="),
      more: fc.constantFrom("", ' data-yanked=""', " class='a'", ' data-requires-python="&gt;=3.8"'),
    }),
    { maxLength: 8 },
  )
  .map((all) =>
    all
      .map(({ file, way, hash, more }) => `<a href="${way}${file}${hash}"${more}>${file}</a><br/>`)
      .join("\n"),
  )
  .map((body) => `<!DOCTYPE html><html><body>${body}</body></html>`);

const indexLines = fc
  .array(
    fc.record({
      name: fc.oneof(fc.constant("alpha"), nastyText(), fc.constant(1)),
      vers: fc.oneof(fc.constantFrom("1.0.0", "1.0.0+build", "2.0.0"), nastyText()),
      cksum: fc.constantFrom(digest, "00", "", digest.toUpperCase()),
      deps: fc.constant([]),
    }),
    { maxLength: 8 },
  )
  .map((all) => all.map((line) => JSON.stringify(line)).join("\n"));

function answers(right: fc.Arbitrary<string>, marks: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: right },
    { weight: 4, arbitrary: mutated(right, marks) },
    { weight: 1, arbitrary: repetitive([...marks, '"1.0.0"', "alpha"]) },
  );
}

const jsonMarks = ["{", "}", "[", "]", '"', ":", ",", "\n", "\\", "null", '{"vers":"1.0.0"}'];
const template = JSON.stringify({ dl: `${root}cargo/api/v1/crates` });

/** What a feed is asked for, by what it is. */
export const kinds: Readonly<Record<string, Answers>> = {
  "a simple page": {
    protocol: "pypi",
    entries: [
      entry("pypi", "alpha", "1.0", { file: "alpha-1.0-py3-none-any.whl" }),
      entry("pypi", "alpha", "1.0"),
      entry("pypi", "alpha", "2.0", { hashes: [] }),
    ],
    texts: answers(anchors, [
      "<a ",
      "<a",
      "</a>",
      ">",
      'href="',
      "href='",
      "&#x41;",
      "&#0;",
      "&#9999999;",
      "<",
      '"',
      "#sha256=",
    ]),
  },
  "an index file": {
    protocol: "cargo",
    entries: [entry("cargo", "alpha", "1.0.0"), entry("cargo", "alpha", "1.0.0+other", { hashes: [] })],
    texts: answers(indexLines, jsonMarks),
    others: { "config.json": template },
  },
  "an index's config.json": {
    protocol: "cargo",
    entries: [entry("cargo", "alpha", "1.0.0")],
    texts: answers(
      fc
        .record({
          dl: fc.oneof(
            fc.constantFrom("{crate}/{version}", "{prefix}{lowerprefix}{sha256-checksum}", root),
            nastyText(),
          ),
        })
        .map((config) => JSON.stringify(config)),
      jsonMarks,
    ),
    others: { "al/ph/alpha": JSON.stringify({ name: "alpha", vers: "1.0.0", cksum: digest }) },
  },
};
