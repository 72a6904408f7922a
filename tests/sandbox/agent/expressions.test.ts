import assert from "node:assert/strict";
import { parseExpression } from "../../../sandbox/agent/expressions/expression-parser";
import { castToBoolean, ExpressionError } from "../../../sandbox/agent/expressions/expression-value";
import type { StepResult } from "../../../sandbox/agent/results";

function evaluate(text: string, status: StepResult = "Succeeded"): boolean {
  const variables = new Map([
    ["build.reason", "PullRequest"],
    ["no", "false"],
    ["empty", ""],
    ["count", "10"],
  ]);
  return castToBoolean(parseExpression(text)({ status: () => status, variables }));
}

describe("agent: conditions", () => {
  const values: [string, boolean][] = [
    ["eq(variables['Build.Reason'], 'pullrequest')", true],
    ["ne(variables['Build.Reason'], 'Manual')", true],
    ["eq(variables.no, false)", true],
    ["eq(variables.no, 'False')", true],
    ["variables.no", true],
    ["variables.empty", false],
    ["variables.missing", false],
    ["eq(variables.missing, '')", true],
    ["eq(variables.missing, null)", true],
    ["eq(1, '1.0')", true],
    ["eq('1.0', 1)", false],
    ["eq(1, 'one')", false],
    ["eq(true, 'false')", true],
    ["gt(variables.count, 9)", false],
    ["gt(10, '9')", true],
    ["ge(2, 2)", true],
    ["lt('a', 'B')", true],
    ["le(3, 2)", false],
    ["in(variables.count, '1', '10')", true],
    ["notIn('c', 'a', 'b')", true],
    ["contains('ABCDE', 'bcd')", true],
    ["startsWith('ABCDE', 'ab')", true],
    ["endsWith('ABCDE', 'DE')", true],
    ["eq(coalesce(variables.empty, variables.missing, 'x'), 'x')", true],
    ["and(true, 1, 'x')", true],
    ["and(true, 0)", false],
    ["or(false, variables.empty, null)", false],
    ["xor(true, false)", true],
    ["not(false)", true],
    ["eq('it''s', 'IT''S')", true],
    ["eq(-1.5, '-1.5')", true],
    ["AND(TRUE, Not(False))", true],
    ["  eq( variables [ 'count' ] , 10 )  ", true],
  ];
  for (const [text, expected] of values) {
    it(`${text} is ${String(expected)}`, () => {
      assert.equal(evaluate(text), expected);
    });
  }

  const statuses: [string, StepResult[]][] = [
    ["always()", ["Succeeded", "SucceededWithIssues", "Failed", "Canceled"]],
    ["succeeded()", ["Succeeded", "SucceededWithIssues"]],
    ["failed()", ["Failed"]],
    ["canceled()", ["Canceled"]],
    ["succeededOrFailed()", ["Succeeded", "SucceededWithIssues", "Failed"]],
  ];
  for (const [text, accepted] of statuses) {
    it(`${text} holds for ${accepted.join(", ")} (AW/ExpressionManager.cs:99-162)`, () => {
      const all: StepResult[] = ["Succeeded", "SucceededWithIssues", "Failed", "Canceled"];
      assert.deepEqual(
        all.filter((status) => evaluate(text, status)),
        accepted,
      );
    });
  }

  const refused: [string, RegExp, number][] = [
    ["foo()", /Unrecognized function: 'foo'/, 0],
    ["eq(1)", /number of parameters for 'eq'/, 0],
    ["eq(1, 2", /expected '\)'/, 7],
    ["eq(1, 2) x", /Unexpected 'x'/, 9],
    ["eq(parameters.x, 1)", /Unrecognized value: 'parameters'/, 3],
    ["eq('a, 1)", /Unexpected symbol/, 3],
    ["", /Unexpected 'end of expression'/, 0],
    ["always(1)", /number of parameters/, 0],
  ];
  for (const [text, message, offset] of refused) {
    it(`refuses ${JSON.stringify(text)} with its place`, () => {
      assert.throws(
        () => parseExpression(text),
        (error) => error instanceof ExpressionError && message.test(error.message) && error.offset === offset,
      );
    });
  }

  it("throws when an order cannot be found", () => {
    assert.throws(() => evaluate("gt(1, 'x')"), ExpressionError);
  });
});
