import assert from "node:assert/strict";
import { judge, type Row, type Verdict } from "../../../sandbox/bench/report/row";
import { renderTable } from "../../../sandbox/bench/report/table";

const ratio: Row = { part: "start", what: "a task, CPU", node: "20.1.2", unit: "÷", limit: 2.2, aim: 1.7 };
const rate: Row = { part: "save", what: "a save", unit: "%", limit: 85, aim: 95, atLeast: true };

describe("a row of the bench", () => {
  const cases: readonly (readonly [string, Row, Verdict])[] = [
    ["at its aim", { ...ratio, value: 1.7 }, "aim"],
    ["between aim and limit", { ...ratio, value: 2.2 }, "within"],
    ["over its limit", { ...ratio, value: 2.21 }, "over"],
    ["that was not measured", ratio, "not measured"],
    ["that failed", { ...ratio, value: 1, failed: true }, "failed"],
    ["without a number", { ...ratio, value: NaN }, "not measured"],
    ["without a limit", { part: "start", what: "x", unit: "ms", value: 3 }, "information"],
    ["that must be at least its aim", { ...rate, value: 96 }, "aim"],
    ["that must be at least its limit", { ...rate, value: 85 }, "within"],
    ["that is less than it must be", { ...rate, value: 84 }, "over"],
    ["that must be 0", { part: "requests", what: "x", unit: "requests", limit: 0, value: 1 }, "over"],
  ];
  for (const [title, row, verdict] of cases) {
    it(`${title} is judged '${verdict}'`, () => {
      assert.equal(judge(row), verdict);
    });
  }

  it("stands in a table whose lines are of one length", () => {
    const lines = renderTable([
      { ...ratio, value: 1.512, remark: "41 ms" },
      { ...rate, value: 50 },
    ]).split("\n");
    assert.equal(new Set(lines.map((line) => line.length)).size, 1);
    assert.match(
      lines[2] ?? "",
      /a task, CPU +\| 20\.1\.2 \| 1\.51 ÷ +\| ≤ 2\.20 ÷ \| ≤ 1\.70 ÷ \| aim reached/,
    );
    assert.match(lines[3] ?? "", /50 % +\| ≥ 85 % +\| ≥ 95 % +\| OVER LIMIT/);
  });
});
