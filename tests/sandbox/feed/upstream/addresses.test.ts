import assert from "node:assert/strict";
import { findProxy } from "../../../../sandbox/feed/upstream/proxy-settings";
import { parseRegistryAddress, withoutSecrets } from "../../../../sandbox/feed/upstream/registry-address";

describe("a registry's address", () => {
  it("keeps the userinfo apart", () => {
    assert.deepEqual(parseRegistryAddress("https://ann:p%40ss@mirror.example/cargo/?q=1#f"), {
      url: "https://mirror.example/cargo",
      authorization: `Basic ${Buffer.from("ann:p@ss").toString("base64")}`,
    });
  });

  it("that is not http is refused without being shown", () => {
    assert.throws(
      () => parseRegistryAddress("ftp://ann:secret@mirror.example/"),
      (error: Error) => error instanceof TypeError && !error.message.includes("secret"),
    );
  });

  it("loses its secrets in a message", () => {
    assert.equal(
      withoutSecrets("no https://ann:secret@m.example/a?sig=secret nor http://token@n.example/"),
      "no https://m.example/a nor http://n.example/",
    );
  });
});

describe("the proxy of an address", () => {
  const proxy = "http://proxy.example:8080";
  for (const [url, noProxy, expected] of [
    ["https://a.example/", "", proxy],
    ["http://a.example/", "", undefined],
    ["https://a.example/", "a.example", undefined],
    ["https://sub.a.example/", ".a.example", undefined],
    ["https://sub.a.example/", "a.example, b.example", undefined],
    ["https://nota.example/", "a.example", proxy],
    ["https://a.example/", "a.example:443", undefined],
    ["https://a.example:8443/", "a.example:443", proxy],
    ["https://a.example/", "*", undefined],
  ] as const) {
    it(`of ${url} with NO_PROXY '${noProxy}' is ${expected ?? "none"}`, () => {
      assert.equal(findProxy(new URL(url), { HTTPS_PROXY: proxy, NO_PROXY: noProxy }), expected);
    });
  }
});
