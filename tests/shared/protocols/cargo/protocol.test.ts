import assert from "node:assert/strict";
import type { LockEntry } from "../../../../shared/core/lock-entry";
import { downloadAddress, indexPath } from "../../../../shared/protocols/cargo/crate-files";
import { cargo } from "../../../../shared/protocols/cargo/protocol";
import { place, root, textFeed } from "../feed";

function entry(name: string, version: string): LockEntry {
  return { protocol: "cargo", name, version, hashes: [], where: "Cargo.lock:1" };
}

function line(version: string, name = "Serde"): string {
  return JSON.stringify({ name, vers: version, cksum: "C".repeat(64) });
}

const dl = `${root}cargo/api/v1/crates/{crate}/{version}/download`;

describe("protocol cargo", () => {
  it("gives equal keys to equal packages and versions", () => {
    assert.equal(cargo.versionKey("1.0.0+build.5"), "1.0.0");
    assert.equal(cargo.versionKey("1.0.0-rc.1"), "1.0.0-rc.1");
    // Cargo book, "Registry index", "Name restrictions": names that differ in case, `-` and `_` alone are one.
    assert.equal(cargo.packageKey("Inner_x"), "inner-x");
    assert.equal(cargo.packageKey("inner-x"), "inner-x");
  });

  it("has a place for a package in the REST calls", () => {
    assert.equal(cargo.packagePath("serde"), "cargo/packages/serde");
  });

  it("finds a crate's place and its download as the Cargo book says", () => {
    assert.deepEqual(["a", "ab", "abc", "abcd"].map(indexPath), ["1/a", "2/ab", "3/a/abc", "ab/cd/abcd"]);
    for (const [template, address] of [
      ["https://x.example/dl", "https://x.example/dl/Serde/1.0.0%2Bb/download"],
      ["https://x.example/{crate}/{version}/d", "https://x.example/Serde/1.0.0%2Bb/d"],
      ["https://x.example/{prefix}/{lowerprefix}/{sha256-checksum}", "https://x.example/Se/rd/se/rd/c0"],
    ] as const)
      assert.equal(downloadAddress(template, "Serde", "1.0.0+b", "c0"), address);
  });

  it("looks up versions by the crate's index file, whose last line may have no end", async () => {
    const index = [line("1.0.0-rc.1"), line("1.0.0+build.5"), "not JSON", line("1.1.0")].join("\n");
    const { ask, asked } = textFeed({
      "Cargo/index/config.json": JSON.stringify({ dl }),
      "Cargo/index/se/rd/serde": index,
    });
    const entries = [entry("serde", "1.0.0"), entry("serde", "1.1.0"), entry("serde", "9.9.9")];
    const reply = await cargo.openLookUp(place, ask)(entries);
    const targets = entries.flatMap((each) => reply.value?.get(each) ?? []);
    assert.deepEqual(
      targets.map(({ file, address, stated }) => [file, address.slice(root.length), stated?.hex]),
      [
        ["serde-1.0.0.crate", "cargo/api/v1/crates/Serde/1.0.0%2Bbuild.5/download", "c".repeat(64)],
        ["serde-1.1.0.crate", "cargo/api/v1/crates/Serde/1.1.0/download", "c".repeat(64)],
      ],
    );
    assert.deepEqual(asked, ["Cargo/index/config.json", "Cargo/index/se/rd/serde"]);
  });

  it("asks for the template once, and again after it was refused", async () => {
    const texts: Record<string, string> = { "Cargo/index/se/rd/serde": line("1.0.0") };
    const { ask, asked } = textFeed(texts);
    const lookUp = cargo.openLookUp(place, ask);
    const entries = [entry("serde", "1.0.0")];
    assert.equal((await lookUp(entries)).status, 404);
    texts["Cargo/index/config.json"] = '{"dl":""}';
    await Promise.all([lookUp(entries), lookUp(entries), lookUp(entries)]);
    assert.equal(asked.filter((path) => path.endsWith("config.json")).length, 2);
  });

  it("rejects for a config.json that names no template, and asks again for the next crate", async () => {
    const texts: Record<string, string> = { "Cargo/index/config.json": "null" };
    const lookUp = cargo.openLookUp(place, textFeed(texts).ask);
    await assert.rejects(lookUp([entry("serde", "1.0.0")]), /names no dl/);
    texts["Cargo/index/config.json"] = `{"dl":"${"x".repeat(70_000)}"}`;
    await assert.rejects(lookUp([entry("serde", "1.0.0")]), /more than 64 KB/);
    texts["Cargo/index/config.json"] = '{"dl":"x"}';
    assert.equal((await lookUp([entry("serde", "1.0.0")])).status, 404);
  });
});
