import assert from "node:assert/strict";
import { ReadFiles } from "../../../shared/core/files";

describe("files that were read", () => {
  it("are parsed once for each parser, when they are asked for", () => {
    const calls: string[] = [];
    const length = (path: string, text: string): number => {
      calls.push(path);
      return text.length;
    };
    const lines = (_path: string, text: string): number => text.split("\n").length;
    const files = new ReadFiles([["a", "one\ntwo"]]);
    assert.deepEqual([files.parsed("a", length), files.parsed("a", length)], [7, 7]);
    assert.equal(files.parsed("a", lines), 2);
    files.set("b", "");
    assert.equal(files.parsed("b", length), 0);
    assert.deepEqual(calls, ["a", "b"]);
  });

  it("are undefined where they are not there, and a parser's error is the caller's", () => {
    const files = new ReadFiles([["a", "x"]]);
    const fail = (): string => {
      throw new RangeError("no");
    };
    assert.equal(files.parsed("b", fail), undefined);
    assert.throws(() => files.parsed("a", fail), RangeError);
  });
});
