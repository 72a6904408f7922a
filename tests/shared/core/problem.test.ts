import assert from "node:assert/strict";
import { Problem } from "../../../shared/core/problem";

describe("problem", () => {
  it("is an error with a code, what was found and the next step", () => {
    const problem = new Problem("feed-foreign", "found this", "do that");
    assert.ok(problem instanceof Error);
    assert.deepEqual(
      [problem.name, problem.code, problem.message, problem.hint],
      ["Problem", "feed-foreign", "found this", "do that"],
    );
    assert.match(problem.stack ?? "", /problem\.test/);
  });
});
