import assert from "node:assert/strict";
import { pathFrom } from "../../../shared/formats/project-paths";

describe("a path that a file names", () => {
  for (const [folder, named, expected] of [
    ["", "base.txt", "base.txt"],
    ["", "./a//b/../base.txt", "a/base.txt"],
    ["requirements", "../base.txt", "base.txt"],
    ["a/b", "..\\..\\base.txt", "base.txt"],
    ["a", "../../base.txt", undefined],
    ["a", "../../a/base.txt", undefined],
    ["", "/etc/passwd", undefined],
    ["", "\\\\server\\share", undefined],
    ["a", "C:base.txt", undefined],
  ] as const) {
    it(`${named} in "${folder}" is ${expected ?? "none of ours"}`, () => {
      assert.equal(pathFrom(folder, named), expected);
    });
  }
});
