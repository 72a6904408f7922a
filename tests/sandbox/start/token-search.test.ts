import assert from "node:assert/strict";
import { makeJobToken } from "../../../sandbox/start/job-token";
import { findToken } from "../../../sandbox/start/token-search";

const token = makeJobToken();
const [header = "", payload = "", signature = ""] = token.split(".");
const base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("the search for the token in the output", () => {
  const hits: readonly (readonly [string, string, string])[] = [
    ["the token", `Authorization: Bearer ${token}`, "as it is"],
    ["its payload alone", `x${payload}x`, "as it is"],
    ["its signature alone", `x${signature}x`, "as it is"],
    ["the pair user:token in base64", `Basic ${base64(`VssSessionToken:${token}`)}`, "in base64"],
    ["the pair :token in base64", base64(`:${token}`), "in base64"],
    ["the pair ab:token in base64", base64(`ab:${token}`), "in base64"],
    ["the token in base64url", Buffer.from(`u:${token}`).toString("base64url"), "in base64"],
    ["a longer text in base64", base64(`{"password":"${token}","next":1}`), "in base64"],
  ];
  for (const [what, text, form] of hits) {
    it(`finds ${what}`, () => {
      assert.equal(findToken(`before\n${text}\nafter`, token), form);
    });
  }

  const misses: readonly (readonly [string, string])[] = [
    ["another token", makeJobToken()],
    ["another token in base64", base64(`:${makeJobToken()}`)],
    ["stars", "***"],
    ["nothing", ""],
  ];
  for (const [what, text] of misses) {
    it(`does not find it in ${what}`, () => {
      assert.equal(findToken(text, token), undefined);
    });
  }

  it("takes a token without dots as a whole", () => {
    const plain = "q8d0s7f6a5".repeat(5);
    assert.equal(findToken(`a ${plain} b`, plain), "as it is");
    assert.equal(findToken(base64(`user:${plain}`), plain), "in base64");
  });

  it("has tokens that look like those of Azure Pipelines, each for one run", () => {
    assert.match(token, /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/);
    assert.ok(token.length > 900 && token.length < 1300, `${token.length} characters`);
    assert.equal((JSON.parse(Buffer.from(header, "base64url").toString()) as { alg: string }).alg, "RS256");
    assert.notEqual(makeJobToken(), token);
  });
});
