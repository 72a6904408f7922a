import assert from "node:assert/strict";

describe("architecture", () => {
  it("placeholder", () => {
    assert.equal(1, 1);
  });
});
