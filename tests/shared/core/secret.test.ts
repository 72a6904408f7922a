import assert from "node:assert/strict";
import { format, inspect } from "node:util";
import { Secret } from "../../../shared/core/secret";

describe("secret", () => {
  const secret = new Secret("hunter2");
  const printed: readonly (readonly [string, string, string])[] = [
    ["template", `a ${secret as unknown as string} b`, "a *** b"],
    ["String()", String(secret), "***"],
    ["concatenation", "".concat(secret as unknown as string), "***"],
    ["JSON", JSON.stringify({ secret }), '{"secret":"***"}'],
    ["util.inspect", inspect(secret), "***"],
    [
      "util.inspect with everything",
      inspect({ secret }, { showHidden: true, depth: null, getters: true }),
      "{ secret: *** }",
    ],
    ["util.format", format("%s %j %o %O", secret, secret, secret, secret), '*** "***" *** ***'],
    ["Object.entries", JSON.stringify(Object.entries(secret)), "[]"],
    ["spread", JSON.stringify(Object.assign({}, secret)), "{}"],
    ["own property names", JSON.stringify(Reflect.ownKeys(secret)), "[]"],
    ["error message", new Error(`no ${String(secret)}`).message, "no ***"],
  ];
  for (const [title, text, expected] of printed) {
    it(`is not printed by ${title}`, () => {
      assert.equal(text, expected);
    });
  }

  it("gives its value where it is asked for", () => {
    assert.equal(secret.expose(), "hunter2");
  });

  it("keeps the lineage of what is derived, nearest first", () => {
    const derived = secret.map((value) => `Bearer ${value}`).map((value) => value.toUpperCase());
    assert.deepEqual(
      derived.lineage().map((one) => one.expose()),
      ["BEARER HUNTER2", "Bearer hunter2", "hunter2"],
    );
    assert.equal(inspect(derived), "***");
  });
});
