import assert from "node:assert/strict";
import { parseUrl } from "../../../shared/core/url";

describe("an address", () => {
  it("is parsed the ten thousandth time as the first, letters beyond ASCII in its host too", () => {
    for (let count = 0; count < 10_000; count += 1) {
      assert.equal(parseUrl("https://gr\u00fc\u00df.example/a")?.host, "xn--gr-hia9i.example");
    }
  });

  it("is undefined where there is none", () => {
    for (const text of [undefined, "", "fiber", "//host/path", "https://"])
      assert.equal(parseUrl(text), undefined);
  });

  it("is read against a base", () => {
    assert.equal(parseUrl("../b?c", "https://host.example/a/d/")?.href, "https://host.example/a/b?c");
  });
});
