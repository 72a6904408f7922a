import assert from "node:assert/strict";
import { Problem } from "../../../../shared/core/problem";
import { parseIniFile } from "../../../../shared/formats/ini/ini-file";

/** Read by Python's own RawConfigParser to the same values. */
const texts: readonly (readonly [string, string, readonly (readonly [string, string, string, number])[]])[] =
  [
    ["an option", "[global]\nindex-url = a\n", [["global", "index-url", "a", 2]]],
    ["a colon", "[global]\ntimeout: 60\n", [["global", "timeout", "60", 2]]],
    ["a name in capitals", "[global]\nIndex-URL=a\n", [["global", "index-url", "a", 2]]],
    ["the first sign counts", "[global]\na = b = c : d\n", [["global", "a", "b = c : d", 2]]],
    [
      "a value of several lines, with a comment and an empty line in it",
      "[global]\nextra-index-url =\n    a\n    # not this\n\n    b\nother = c\n",
      [
        ["global", "extra-index-url", "a\nb", 2],
        ["global", "other", "c", 7],
      ],
    ],
    ["a section that is indented", "  [install]\n  a = b\n", [["install", "a", "b", 2]]],
    [
      "the same name in two sections",
      "[a]\nx = 1\n[b]\nx = 2\n",
      [
        ["a", "x", "1", 2],
        ["b", "x", "2", 4],
      ],
    ],
    ["comments", "# x\n; y\n[a]\n#b = c\n;d = e\n", []],
    ["a sign that begins no comment within a line", "[a]\nx = b # c\n", [["a", "x", "b # c", 2]]],
    ["CR LF and a byte order mark", "\uFEFF[a]\r\nx = b\r\n", [["a", "x", "b", 2]]],
    ["nothing", "", []],
  ];

const malformed: readonly (readonly [string, string, string])[] = [
  ["no section", "a = b\n", ":1: not valid INI: expected a section such as [global]"],
  ["no value", "[a]\nbroken\n", ":2: not valid INI: expected `name = value`"],
  ["no name", "[a]\n= b\n", ":2: not valid INI: expected `name = value`"],
  ["an option twice", "[a]\nx = 1\nX = 2\n", ":3: not valid INI: expected one x in [a]"],
  ["a section twice", "[a]\n[b]\n[a]\n", ":3: not valid INI: expected one section [a]"],
];

describe("INI files", () => {
  for (const [title, text, expected] of texts) {
    it(`has ${title}`, () => {
      assert.deepEqual(
        parseIniFile("pip.conf", text).map(({ section, key, value, line }) => [section, key, value, line]),
        expected,
      );
    });
  }

  for (const [title, text, message] of malformed) {
    it(`names the line of ${title}`, () => {
      assert.throws(
        () => parseIniFile("/etc/pip.conf", text),
        (error) => error instanceof Problem && error.message.startsWith(`/etc/pip.conf${message}`),
      );
    });
  }

  it("ends in a Problem or in options, wherever a file is cut off", () => {
    const text =
      "[global]\nindex-url = https://a.example/simple\nextra-index-url =\n    b\n[install]\nx: 1\n";
    for (let end = 0; end <= text.length; end += 1) {
      try {
        parseIniFile("pip.conf", text.slice(0, end));
      } catch (error) {
        assert.ok(error instanceof Problem, String(error));
      }
    }
  });

  it("takes no longer than its length asks for", () => {
    const started = performance.now();
    parseIniFile("pip.conf", `[a]\nx = 1\n${" y\n".repeat(100_000)}`);
    for (const long of ["x", " x", "x ", "[", "# "])
      assert.throws(() => parseIniFile("pip.conf", `[a]\nx${long.repeat(500_000)}y`));
    assert.ok(performance.now() - started < 2000);
  });
});
