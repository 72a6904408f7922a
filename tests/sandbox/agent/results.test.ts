import assert from "node:assert/strict";
import { combineResults, mergeResults, parseTaskResult } from "../../../sandbox/agent/results";
import type { StepResult } from "../../../sandbox/agent/results";

describe("agent: results", () => {
  const merges: [StepResult | undefined, StepResult, StepResult][] = [
    [undefined, "Skipped", "Skipped"],
    ["Succeeded", "SucceededWithIssues", "SucceededWithIssues"],
    ["SucceededWithIssues", "Succeeded", "SucceededWithIssues"],
    ["Failed", "Succeeded", "Failed"],
    ["Succeeded", "Canceled", "Canceled"],
    ["Canceled", "Failed", "Canceled"],
    ["Skipped", "Failed", "Skipped"],
    ["Abandoned", "Succeeded", "Abandoned"],
  ];
  for (const [current, next, expected] of merges) {
    it(`merges ${current ?? "nothing"} and ${next} to ${expected} (VSA/Util/TaskResultUtil.cs:44-64)`, () => {
      assert.equal(mergeResults(current, next), expected);
    });
  }

  const texts: [string, StepResult | undefined][] = [
    ["Failed", "Failed"],
    ["SucceededWithIssues", "SucceededWithIssues"],
    ["2", "Failed"],
    ["failed", undefined],
    ["Cancelled", undefined],
    ["", undefined],
  ];
  for (const [text, expected] of texts) {
    it(`reads result='${text}' as ${expected ?? "nothing"} (AW/TaskCommandExtension.cs:518-523)`, () => {
      assert.equal(parseTaskResult(text), expected);
    });
  }

  it("combines jobs to the worst, skipped ones aside", () => {
    assert.equal(combineResults(["Skipped", "Succeeded"]), "Succeeded");
    assert.equal(combineResults(["SucceededWithIssues", "Succeeded"]), "SucceededWithIssues");
    assert.equal(combineResults(["SucceededWithIssues", "Failed", "Canceled"]), "Canceled");
  });
});
