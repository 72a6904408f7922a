import assert from "node:assert/strict";
import { LineFilter } from "../../../../shared/shell/restore/line-filter";

/** Takes the place of what knows the job's secrets. */
const scrub = (line: string): string => line.replaceAll("hunter2", "***");

function filter(...chunks: readonly (string | Buffer)[]): readonly string[] {
  const lines: string[] = [];
  const filtering = new LineFilter((line) => lines.push(line), scrub);
  for (const chunk of chunks) filtering.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk));
  filtering.end();
  return lines;
}

describe("restore: output of a child", () => {
  const table: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ["lines", ["a\nb\n"], ["a", "b"]],
    ["a last line without its end", ["a\nb"], ["a", "b"]],
    ["CR LF", ["a\r\nb\r\n"], ["a", "b"]],
    ["CR LF cut in two", ["a\r", "\nb\n"], ["a", "b"]],
    ["a progress bar's CR", ["10%\r20%\r\n"], ["10%", "20%"]],
    ["empty lines", ["\n\na\n"], ["", "", "a"]],
    [
      "a logging command",
      ["##vso[task.complete result=Failed]x\n"],
      ["##_vso[task.complete result=Failed]x"],
    ],
    ["one cut in two", ["##v", "so[task.x]\n"], ["##_vso[task.x]"]],
    ["one within a line, in capitals", ["x ##VSO[task.x]\n"], ["x ##_VSO[task.x]"]],
    ["a log format", ["##[error]x\n"], ["##_[error]x"]],
    ["one split by a colour", ["##\u001b[31mvso[task.x]\n"], ["##_vso[task.x]"]],
    ["one split by a soft hyphen", ["##\u00advso[task.x]\n"], ["##\\u{ad}vso[task.x]"]],
    ["one split by a tab", ["##\tvso[x]\n"], ["##    vso[x]"]],
    ["colours and titles", ["\u001b[1;32mok\u001b[0m \u001b]0;title\u0007end\n"], ["ok end"]],
    ["an unfinished escape", ["a\u001b\n"], ["a\\u{1b}"]],
    ["a bell", ["a\u0007b\n"], ["a\\u{7}b"]],
    ["a secret", ["a hunter2\n"], ["a ***"]],
    ["a secret with a colour in it", ["hun\u001b[31mter2\n"], ["***"]],
    ["tabs", ["a\tb\n"], ["a    b"]],
  ];
  for (const [title, chunks, lines] of table) {
    it(title, () => {
      assert.deepEqual(filter(...chunks), lines);
    });
  }

  it("a character cut in two", () => {
    const bytes = Buffer.from("é\n");
    assert.deepEqual(filter(bytes.subarray(0, 1), bytes.subarray(1)), ["é"]);
  });

  it("gives a line of megabytes once, cut, and the next one whole", () => {
    const lines = filter("x".repeat(1_000_000), "x".repeat(1_000_000), "\nnext\n");
    assert.deepEqual([lines.length, lines[0]?.endsWith(" … (cut)"), lines.at(-1)], [2, true, "next"]);
  });

  it("gives a line when it is whole, before the stream ends", () => {
    const lines: string[] = [];
    const filtering = new LineFilter((line) => lines.push(line), scrub);
    filtering.push(Buffer.from("one\ntw"));
    assert.deepEqual(lines, ["one"]);
  });
});
