import assert from "node:assert/strict";
import { partNames, readCommandLine, UsageError } from "../../../sandbox/bench/command-line";
import { main } from "../../../sandbox/bench/main";

describe("the command line of the bench", () => {
  it("runs every part but the whole", () => {
    assert.deepEqual(
      [...readCommandLine([]).parts],
      partNames.filter((name) => name !== "whole"),
    );
  });

  it("runs the parts that are named", () => {
    assert.deepEqual(
      [...readCommandLine(["--only", "start", "--only", "package"]).parts],
      ["start", "package"],
    );
    assert.ok(readCommandLine(["--whole"]).parts.has("whole"));
  });

  for (const words of [["--only", "speed"], ["--fast"], ["start"]]) {
    it(`does not take ${words.join(" ")}`, async () => {
      assert.throws(() => readCommandLine(words), UsageError);
      assert.equal(await main(words, "/nowhere"), 2);
    });
  }
});
