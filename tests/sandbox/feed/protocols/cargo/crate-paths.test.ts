import assert from "node:assert/strict";
import {
  crateDownloadUrl,
  crateIndexPath,
  cratePrefix,
} from "../../../../../sandbox/feed/protocols/cargo/crate-paths";

describe("the paths of a Cargo registry", () => {
  for (const [crate, prefix, path] of [
    ["a", "1", "1/a"],
    ["ab", "2", "2/ab"],
    ["abc", "3/a", "3/a/abc"],
    ["serde", "se/rd", "se/rd/serde"],
    ["MyCrate", "My/Cr", "my/cr/mycrate"],
  ] as const) {
    it(`of ${crate} are ${prefix} and ${path}`, () => {
      assert.equal(cratePrefix(crate), prefix);
      assert.equal(crateIndexPath(crate), path);
    });
  }

  for (const [dl, url] of [
    ["https://c.example/api", "https://c.example/api/MyCrate/1.0.0/download"],
    ["https://c.example/{crate}/{crate}-{version}.crate", "https://c.example/MyCrate/MyCrate-1.0.0.crate"],
    ["https://c.example/{prefix}/{lowerprefix}/{sha256-checksum}", "https://c.example/My/Cr/my/cr/c0ffee"],
  ] as const) {
    it(`make ${dl} into ${url}`, () => {
      assert.equal(crateDownloadUrl(dl, { crate: "MyCrate", version: "1.0.0", checksum: "c0ffee" }), url);
    });
  }
});
