import assert from "node:assert/strict";
import { parseTomlFile } from "../../../../shared/formats/toml/toml-file";
import { readPackageTables } from "../../../../shared/formats/toml/package-tables";
import { Problem } from "../../../../shared/core/problem";

interface Read {
  readonly document: unknown;
  readonly packages: readonly { readonly table: unknown; readonly line: number | undefined }[];
  /** How often the reader began. */
  readonly turns: number;
}

function read(text: string): Read {
  let turns = 0;
  return readPackageTables("x.lock", text, "package", ({ document, ...tables }) => {
    turns += 1;
    const packages = [...tables].map(({ table, block }) => ({ table, line: block.line }));
    return { document, packages, turns };
  });
}

const plain = `version = 4

[[package]]
name = "a"
dependencies = [
 "b",
]

[[package]]
name = "b"
[package.metadata]
one = 1

[[ "package" ]] # the third
name = "c"

[metadata]
two = 2
`;

describe("packages of a lock file", () => {
  it("are read one by one as all at once", () => {
    const whole = parseTomlFile("x.lock", plain);
    const { document, packages, turns } = read(plain);
    assert.deepEqual({ ...(document as object), package: packages.map(({ table }) => table) }, { ...whole });
    assert.deepEqual([packages.map(({ line }) => line), turns], [[3, 9, 14], 1]);
  });

  for (const [title, newText] of [
    ["CR LF", plain.replaceAll("\n", "\r\n")],
    ["a byte order mark", `\uFEFF${plain}`],
    ["no end of line at the end", plain.trimEnd()],
  ] as const) {
    it(`are the same with ${title}`, () => {
      assert.deepEqual(read(newText).packages, read(plain).packages);
    });
  }

  // Each has a line that looks like a header and is none, or packages that no cutting finds.
  for (const [title, text] of [
    ["a header in a long string", '[[package]]\nname = """\n[[package]]\n"""\n[[package]]\nname = "b"\n'],
    ["a header in a literal string", "[[package]]\nname = '''\n[[package]]\n'''\n[[package]]\nname = 'b'\n"],
    ["a header in an array", '[[package]]\nlist = [\n[["package"]]\n]\nother = [\n[[package]\n"x"]\n'],
    ["a header behind U+2028 in a comment", '[[package]]\nname = "a" # \u2028[[package]]\n'],
    ["a header behind a lone CR in a comment", '[[package]]\nname = "a" # \r[[package]]\n'],
    ["an inline array", 'package = [{ name = "a" }, { name = "b" }]\n'],
    ["a table between packages", '[[package]]\nname = "a"\n[metadata]\nx = 1\n[[package]]\nname = "b"\n'],
    ["a table twice", '[m]\nx = 1\n[[package]]\nname = "a"\n[m]\ny = 1\n'],
    ["a table instead of an array", '[package]\nname = "a"\n[[package]]\nname = "b"\n'],
    ["an unfinished string", '[[package]]\nname = "a\n[[package]]\nname = "b"\n'],
    ["the same key twice", '[[package]]\nname = "a"\nname = "b"\n[[package]]\n'],
    ["no packages", "version = 4\n"],
  ] as const) {
    it(`are what the whole file says: ${title}`, () => {
      let whole: Readonly<Record<string, unknown>> | undefined;
      let message = "";
      try {
        whole = parseTomlFile("x.lock", text);
      } catch (error) {
        assert.ok(error instanceof Problem);
        ({ message } = error);
      }
      if (whole === undefined) {
        assert.throws(() => read(text), { message });
        return;
      }
      const list = whole["package"] ?? [];
      assert.deepEqual(
        read(text).packages.map(({ table }) => table),
        list,
      );
    });
  }
});
