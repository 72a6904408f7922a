import assert from "node:assert/strict";
import { onlyFirst, textHash, TextNumbers } from "../../../shared/core/text-numbers";

/** Two texts that have one number. */
function collision(): readonly [string, string] {
  const byNumber = new Map<number, string>();
  for (let count = 0; ; count += 1) {
    const text = `text ${count}`;
    const number = textHash(text) >>> 1;
    const other = byNumber.get(number);
    if (other !== undefined) return [other, text];
    byNumber.set(number, text);
  }
}

describe("keys that come again", () => {
  it("leave the first value of each", () => {
    const values = ["a", "b", "a", "c", "b", "a"];
    assert.deepEqual(values.filter(onlyFirst(values, (value) => value)), ["a", "b", "c"]);
  });

  it("are told apart where their numbers are equal", () => {
    const [one, other] = collision();
    const numbers = new TextNumbers();
    assert.deepEqual([numbers.add(one), numbers.add(other), numbers.has(other)], [true, false, true]);
    const values = [one, other, one, other];
    assert.deepEqual(values.filter(onlyFirst(values, (value) => value)), [one, other]);
  });
});
