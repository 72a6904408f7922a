import assert from "node:assert/strict";
import { basicPair, bearer, jobCredentials, printableForms } from "../../../shared/core/credentials";
import { Problem } from "../../../shared/core/problem";

describe("credentials", () => {
  const refused: readonly (readonly [string, string | undefined, string, RegExp])[] = [
    ["missing", undefined, "token-missing", /has no AccessToken/],
    ["empty", "", "token-missing", /has an empty AccessToken/],
    ["blank", " \t\n", "token-missing", /has an empty AccessToken/],
    ["with a line break", "abc\ndef", "token-malformed", /line break/],
    ["with a carriage return", "abc\r", "token-malformed", /line break/],
    ["with a space", "abc def", "token-malformed", /space/],
    ["with a no-break space", "abc\u00a0def", "token-malformed", /space/],
    ["with a control character", "abc\u0000def", "token-malformed", /control character/],
  ];
  for (const [title, token, code, message] of refused) {
    it(`refuse a token that is ${title}`, () => {
      assert.throws(
        () => jobCredentials(token),
        (error) =>
          error instanceof Problem &&
          error.code === code &&
          message.test(error.message) &&
          error.hint !== "" &&
          !error.message.includes("abc"),
      );
    });
  }

  it("have every form that a log can show", () => {
    const credentials = jobCredentials("t/k+n=");
    const pair = Buffer.from("VssSessionToken:t/k+n=").toString("base64");
    assert.equal(credentials.username, "VssSessionToken");
    assert.equal(bearer(credentials).expose(), "Bearer t/k+n=");
    assert.equal(basicPair(credentials).expose(), pair);
    assert.deepEqual(
      printableForms(credentials).map((form) => form.expose()),
      ["t/k+n=", "t%2Fk%2Bn%3D", "Bearer t/k+n=", pair, encodeURIComponent(pair), `Basic ${pair}`],
    );
  });
});
