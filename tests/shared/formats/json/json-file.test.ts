import assert from "node:assert/strict";
import { Problem } from "../../../../shared/core/problem";
import { keyLines, parseJsonFile } from "../../../../shared/formats/json/json-file";

function messageOf(text: string): string {
  try {
    parseJsonFile("a/b.json", text);
  } catch (error) {
    assert.ok(error instanceof Problem && error.code === "json-malformed", String(error));
    return error.message;
  }
  return assert.fail(`it was parsed: ${text}`);
}

describe("files in JSON", () => {
  it("are parsed", () => {
    assert.deepEqual(parseJsonFile("x", '{"a": [1, "b\\n", null]}'), { a: [1, "b\n", null] });
  });

  for (const [text, place, expected] of [
    ["", "1:1", "a value"],
    ["  \n ", "2:2", "a value"],
    ["{", "1:2", "a key in double quotes or `}`"],
    ['{"a"', "1:5", "`:`"],
    ['{"a":', "1:6", "a value"],
    ['{"a": 1', "1:8", "`,` or the end of what is open"],
    ['{"a": 1,}', "1:9", "a key in double quotes"],
    ['{\n  "a": 1\n  "b": 2\n}', "3:3", "`,` or the end of what is open"],
    ["{'a': 1}", "1:2", "a key in double quotes or `}`"],
    ["{a: 1}", "1:2", "a key in double quotes or `}`"],
    ["[1,", "1:4", "a value"],
    ["[1,]", "1:4", "a value"],
    ["[1 2]", "1:4", "`,` or the end of what is open"],
    ["[", "1:2", "a value or `]`"],
    ["[1}", "1:3", "`,` or the end of what is open"],
    ['{"a": [1}', "1:9", "`,` or the end of what is open"],
    ['{"a": "b', "1:7", "a value"],
    ['{"a": "b\nc"}', "1:7", "a value"],
    ['{"a": "\\x"}', "1:7", "a value"],
    ["[01]", "1:3", "`,` or the end of what is open"],
    ["[nul]", "1:2", "a value or `]`"],
    ["{} {}", "1:3", "the end of the file"],
    ["[1] // why", "1:4", "the end of the file"],
    ["<<<<<<< HEAD\n{}", "1:1", "a value"],
  ] as const) {
    it(`are refused with the place of what is wrong: ${JSON.stringify(text)}`, () => {
      assert.equal(messageOf(text), `a/b.json:${place}: not valid JSON: expected ${expected}.`);
    });
  }

  it("are refused in time, whatever they are made of", function () {
    this.timeout(20_000);
    for (const filler of ["[", '{"a":', " ", "\n", '"', "\\", "1,", '"a",', "[1,"])
      assert.match(messageOf(`[${filler.repeat(1_000_000 / filler.length)}`), /: not valid JSON: expected /);
  });

  it("tell the lines of keys in their order, and nothing behind one that is written in another way", () => {
    const text = '{\n  "a": {"b": 1},\n  "c": {\n    "b": 2\n  },\n  "\\u0064": 3,\n  "e": 4\n}\n';
    const lineOf = keyLines(text);
    assert.deepEqual(["a", "b", "c", "b", "d", "e"].map(lineOf), [2, 2, 3, 4, undefined, undefined]);
  });
});
