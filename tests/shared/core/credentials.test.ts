import assert from "node:assert/strict";
import {
  basicPair,
  bearer,
  credentialsOf,
  jobCredentials,
  printableForms,
} from "../../../shared/core/credentials";
import { Problem } from "../../../shared/core/problem";
import { escapeXml } from "../../../shared/formats/xml/xml-file";

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

  it("are given as Bearer and as Basic", () => {
    const credentials = credentialsOf("build", "t/k+n=");
    assert.equal(bearer(credentials).expose(), "Bearer t/k+n=");
    assert.equal(basicPair(credentials).expose(), Buffer.from("build:t/k+n=").toString("base64"));
    assert.equal(jobCredentials("x").username, "VssSessionToken");
  });
});

describe("credentials: what is masked", () => {
  /** As the agent does: every registered text is replaced wherever it stands. */
  const mask = (text: string, username: string, token: string): string =>
    formsOf(username, token)
      .sort((one, other) => other.length - one.length)
      .reduce((masked, form) => masked.replaceAll(form, "***"), text);
  const formsOf = (username: string, token: string): string[] =>
    printableForms(credentialsOf(username, token)).map((form) => form.expose());

  const tokens: readonly (readonly [string, string])[] = [
    ["of Azure Pipelines", `${"eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9".repeat(9)}.e30-_x`],
    ["with every kind of character", "<a&b>\"c'd\\e/f+g=h%i~j?k>l?~ü€"],
    ["of 12 characters", "lmnopq012345"],
    ["of 13 characters", "lmnopq0123456"],
    ["of 14 characters", "lmnopq01234567"],
  ];
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  for (const [title, token] of tokens) {
    /** Where it is met, the text, and how many of its characters do not stand for the token. */
    const shown: readonly (readonly [string, string, number])[] = [
      ["as it is", token, 0],
      ["in an address", encodeURIComponent(token), 0],
      [
        "in an address, in small letters",
        encodeURIComponent(token).replace(/%../g, (code) => code.toLowerCase()),
        0,
      ],
      ["in JSON", JSON.stringify({ token }), '{"token":""}'.length],
      ["in XML", escapeXml(token), 0],
      ["in hex", Buffer.from(token).toString("hex"), 0],
      ["in capital hex", Buffer.from(token).toString("hex").toUpperCase(), 0],
      ...["", ":", "x:", "ab:", "VssSessionToken:", "build:", "dummy:", "a longer text before, "].flatMap(
        (before) =>
          ["", "\n", ", and after"].flatMap((after): [string, string, number][] => {
            const text = before + token + after;
            const where = `in base64 with ${JSON.stringify(before)} before and ${JSON.stringify(after)} behind`;
            // Up to two characters at each end stand for the token's first and last bits as well.
            const rest = Math.ceil(((before + after).length * 4) / 3) + 4;
            return [
              [where, base64(text), rest],
              [`${where}, for addresses`, Buffer.from(text).toString("base64url"), rest],
              [`${where}, escaped`, encodeURIComponent(base64(text)), rest + 4],
            ];
          }),
      ),
    ];
    for (const [where, text, rest] of shown) {
      it(`a token ${title}, ${where}`, () => {
        const masked = mask(text, "VssSessionToken", token);
        assert.ok(masked.includes("***"), masked);
        assert.ok(masked.replaceAll("***", "").length <= rest, masked);
      });
    }

    it(`nothing twice, of a token ${title}`, () => {
      const forms = formsOf("VssSessionToken", token);
      for (const form of forms) {
        assert.deepEqual(
          forms.filter((other) => other.includes(form)),
          [form],
        );
      }
    });
  }

  it("of a short password no form that is a word of the log", () => {
    assert.deepEqual(formsOf("ada", "az"), ["az", "YWRhOmF6", "YXo%3D"]);
    assert.ok(formsOf("", "hunter2").includes("aHVudGVyM"));
  });
});
