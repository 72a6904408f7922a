import assert from "node:assert/strict";
import { versionIn } from "../../../../shared/shell/feed/feed-protocols";
import { protocols } from "./saving";

describe("protocols of a step", () => {
  it("tell packages of several protocols apart", () => {
    assert.equal(protocols.packageKey({ protocol: "pypi", name: "A_b" }), "pypi/a-b");
    assert.equal(protocols.packageKey({ protocol: "maven", name: "G:A" }), "maven/g:a");
    const version = { protocol: "cargo", name: "Serde", version: "1.0.0+b" };
    assert.equal(protocols.packageVersionKey(version), "cargo/serde\n1.0.0");
    const key = protocols.packageKey(version);
    assert.equal(versionIn(key, protocols.of("cargo"), "1.0.0"), protocols.packageVersionKey(version));
  });

  it("are a defect where a lock reader names another one", () => {
    assert.throws(() => protocols.packageKey({ protocol: "acme", name: "a" }), TypeError);
  });
});
