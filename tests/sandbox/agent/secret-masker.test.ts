import assert from "node:assert/strict";
import { SecretMasker } from "../../../sandbox/agent/masking/secret-masker";
import { listJobStartForms } from "../../../sandbox/agent/masking/secret-variants";

describe("agent: secret masking (section 6 of the agent)", () => {
  const cases: [string, string[], string, string][] = [
    ["replaces every occurrence", ["abc"], "abc-abc x", "***-*** x"],
    ["is case-sensitive", ["abc"], "ABC abc", "ABC ***"],
    ["merges adjacent secrets", ["abc", "def"], "abcdef", "***"],
    ["merges overlapping secrets", ["abcd", "cdef"], "xabcdefx", "x***x"],
    ["merges a value that overlaps itself", ["aba"], "ababa!", "***!"],
    ["masks one character", ["a"], "banana", "b***n***n***"],
    ["ignores the empty value", [""], "text", "text"],
    ["masks the JSON form", ['a"b\nc'], String.raw`{"x":"a\"b\nc"}`, '{"x":"***"}'],
    ["masks the URI form", ["p@ss w!rd"], "q=p%40ss%20w%21rd", "q=***"],
    ["masks what backslashes stand for", [String.raw`abc\\def\'\"`], `abc\\def'" end`, "*** end"],
    ["masks a password in a URL", [], "https://user:pw@host/x", "https://user:***@host/x"],
    ["leaves a URL without password", [], "https://user@host:80/x", "https://user@host:80/x"],
  ];
  const unmasked = ['pa"ss', "pa ss", "pa^ss", "pässword", "пароль", "pa{ss", "pa%zz"];
  const masked = ["a:b", "pass4';.!&*()=,$-+~", "p%41ss", "p%AZP2541ss", "a_b"];
  for (const password of masked) {
    const title = `masks ${password} in a URL (AdditionalMaskingRegexes.cs:12-38)`;
    cases.push([title, [], `//u:${password}@h`, "//u:***@h"]);
  }
  for (const password of unmasked) {
    const text = `https://u:${password}@h`;
    cases.push([`leaves ${password} in a URL (AdditionalMaskingRegexes.cs:12-38)`, [], text, text]);
  }
  for (const [title, secrets, text, expected] of cases) {
    it(title, () => {
      const masker = new SecretMasker();
      secrets.forEach((secret) => {
        masker.addValue(secret);
      });
      assert.equal(masker.mask(text), expected);
    });
  }

  it("does not mask base64 of a value registered at run time", () => {
    const masker = new SecretMasker();
    masker.addValue("token");
    assert.equal(masker.mask("dG9rZW4="), "dG9rZW4=");
  });

  it("drops values below the minimum length, which is at most 6 (SecretMaskerL0.cs:545-655)", () => {
    const masker = new SecretMasker(20);
    masker.addValue("12345");
    masker.addValue("abcdef");
    assert.equal(masker.mask("12345 abcdef"), "12345 ***");
  });

  const forms: [string, string, string[]][] = [
    ["base64 of the whole value", "token", ["token", "dG9rZW4="]],
    ["escaped with and without percent", "a%\r\nb", ["a%\r\nb", "a%AZP25%0D%0Ab", "a%%0D%0Ab", "YSUNCmI="]],
    ["without quotes", "'abc'", ["'abc'", "abc", "J2FiYyc="]],
    ["trimmed", " abc\n", [" abc\n", "abc", " abc%0A", "abc%0A", "IGFiYwo="]],
    ["nothing for white space", " \t ", []],
  ];
  for (const [title, value, expected] of forms) {
    it(`masks from the start of the job: ${title} (AW/Worker.cs:152-213)`, () => {
      assert.deepEqual(listJobStartForms(value).sort(), [...expected].sort());
    });
  }
});
