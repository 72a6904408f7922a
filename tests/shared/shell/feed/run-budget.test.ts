import assert from "node:assert/strict";
import { useFakeTimers } from "sinon";
import { defaultPatience, type Patience } from "../../../../shared/shell/feed/patience";
import { RunBudget } from "../../../../shared/shell/feed/run-budget";

const budgetOf = (patience: Partial<Patience> = {}): RunBudget =>
  new RunBudget({ ...defaultPatience, ...patience });

describe("the budget of a run: retries", () => {
  it("are spent after so many, and there are no debts", () => {
    const budget = budgetOf();
    for (let count = 0; count < RunBudget.maxRetries; count += 1)
      assert.ok(budget.spendRetry(), String(count));
    assert.deepEqual([budget.spendRetry(), budget.spendRetry()], [false, false]);
    budget.refill();
    assert.deepEqual([budget.spendRetry(), budget.spendRetry()], [true, false]);
  });

  it("are never more than at the beginning", () => {
    const budget = budgetOf();
    for (let count = 0; count < 50; count += 1) budget.refill();
    let spent = 0;
    while (budget.spendRetry()) spent += 1;
    assert.equal(spent, RunBudget.maxRetries);
  });
});

describe("the budget of a run: its end", () => {
  it("comes with time", () => {
    const clock = useFakeTimers();
    try {
      const budget = budgetOf({ runMs: 180_000 });
      clock.tick(179_999);
      budget.check();
      clock.tick(1);
      const expected = {
        name: "GivenUp",
        kind: "network",
        message: "The run took 3 minutes, and asks no more",
      };
      assert.throws(() => {
        budget.check();
      }, expected);
    } finally {
      clock.restore();
    }
  });

  it("comes with a refusal after all waiting is spent, and not with a mere wish to wait", () => {
    const budget = budgetOf({ waitMs: 1500, pauseMs: 1000 });
    assert.equal(budget.pauseFor(9e15, true), 1000);
    budget.waited(1000);
    assert.equal(budget.pauseFor(9e15, true), 500);
    budget.waited(500);
    assert.equal(budget.pauseFor(9e15, false), 0);
    budget.check();
    assert.equal(budget.pauseFor(1, true), 0);
    assert.throws(
      () => {
        budget.check();
      },
      { name: "GivenUp", kind: "rateLimited", message: "The run waited for 1.5 s in all, and asks no more" },
    );
  });

  it("comes with answers that do not end, unless good ones are between", () => {
    const budget = budgetOf({ maxCuts: 2 });
    for (let count = 0; count < 9; count += 1) {
      budget.spendCut();
      budget.refill();
    }
    for (let count = 0; count < 2; count += 1) budget.spendCut();
    budget.check();
    budget.spendCut();
    assert.throws(
      () => {
        budget.check();
      },
      { name: "GivenUp", kind: "network" },
    );
  });
});
