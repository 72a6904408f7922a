import assert from "node:assert/strict";
import { median, medianError, quantile, spread } from "../../../sandbox/bench/measuring/statistics";

describe("bench statistics", () => {
  const medians: readonly (readonly [readonly number[], number])[] = [
    [[3], 3],
    [[10, 9, 2], 9],
    [[4, 1, 3, 2], 2.5],
    [[100, 1, 1, 1], 1],
  ];
  for (const [values, expected] of medians) {
    it(`finds the median of ${values.join(", ")}`, () => {
      assert.equal(median(values), expected);
    });
  }

  it("has no median of nothing", () => {
    assert.ok(Number.isNaN(median([])));
  });

  it("does not sort what it is given", () => {
    const values = [3, 1, 2];
    median(values);
    assert.deepEqual(values, [3, 1, 2]);
  });

  it("interpolates quantiles", () => {
    assert.equal(quantile([0, 10], 0.25), 2.5);
  });

  it("calls the width of the middle half, as a part of the median, the spread", () => {
    assert.equal(spread([1, 2, 3, 4, 5]), 2 / 3);
    assert.equal(spread([7, 7, 7]), 0);
  });

  it("is surer of a median the more values there are", () => {
    const some = [9, 10, 11, 10, 9, 11];
    assert.ok(medianError([...some, ...some, ...some, ...some]) < medianError(some));
  });
});
