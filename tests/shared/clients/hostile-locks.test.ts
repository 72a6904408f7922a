import assert from "node:assert/strict";
import type { LockFile } from "../../../shared/core/lock-entry";
import { readLock, sha256 } from "./reading";

const quote = JSON.stringify;

function uvLock(name: string, version: string, address: string): string {
  return (
    'version = 1\nrequires-python = ">=3.9"\n\n[[package]]\n' +
    `name = ${quote(name)}\nversion = ${quote(version)}\nsource = { registry = "https://index.example/simple" }\n` +
    `wheels = [{ url = ${quote(address)}, hash = "sha256:${sha256("a")}" }]\n`
  );
}

function pylock(name: string, version: string, address: string, file?: string): string {
  const named = file === undefined ? "" : `name = ${quote(file)}, `;
  return (
    `lock-version = "1.0"\n[[packages]]\nname = ${quote(name)}\nversion = ${quote(version)}\n` +
    `sdist = { ${named}url = ${quote(address)}, hashes = { sha256 = "${sha256("a")}" } }\n`
  );
}

function cargoLock(name: string, version: string): string {
  return (
    `version = 4\n[[package]]\nname = ${quote(name)}\nversion = ${quote(version)}\n` +
    `source = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "${sha256("a")}"\n`
  );
}

function gradle(group: string, name: string, version: string, file: string): string {
  const plain = (text: string): string => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;");
  return (
    `<verification-metadata><components><component group="${plain(group)}" name="${plain(name)}" version="${plain(version)}">` +
    `<artifact name="${plain(file)}"><sha256 value="${sha256("a")}"/></artifact></component></components></verification-metadata>`
  );
}

function assertSkipped({ entries, skipped }: LockFile): void {
  assert.deepEqual(entries, []);
  assert.equal(skipped.length, 1);
  assert.ok((skipped[0]?.reason ?? "").length > 5);
}

const good = "https://files.example/alpha-1.0-py3-none-any.whl";
const badParts = [
  "../../x",
  "..",
  "/x",
  "a/b",
  "a\\b",
  "a%2fb",
  "a\u0000b",
  "##vso[task.setvariable variable=x]y",
  "a b",
  "",
  "é",
  "a".repeat(300),
];

describe("hostile lock files", () => {
  it("has a good form of each, so that only what is bad makes the difference", () => {
    for (const [path, text] of [
      ["uv.lock", uvLock("alpha", "1.0", good)],
      ["pylock.toml", pylock("alpha", "1.0", good)],
      ["Cargo.lock", cargoLock("alpha", "1.0.0")],
      ["gradle/verification-metadata.xml", gradle("g.h", "a", "1.0", "a-1.0.jar")],
    ] as const)
      assert.equal(readLock(path, text).entries.length, 1, path);
  });

  for (const bad of badParts) {
    const title = quote(bad.slice(0, 40));
    it(`takes ${title} for no name and no version`, () => {
      assertSkipped(readLock("uv.lock", uvLock(bad, "1.0", good)));
      assertSkipped(readLock("uv.lock", uvLock("alpha", bad, good)));
      assertSkipped(readLock("pylock.toml", pylock(bad, "1.0", good)));
      assertSkipped(readLock("Cargo.lock", cargoLock(bad, "1.0.0")));
      assertSkipped(readLock("Cargo.lock", cargoLock("alpha", bad)));
    });

    it(`takes ${title} for no coordinate and no file`, () => {
      const path = "gradle/verification-metadata.xml";
      if (!bad.includes("\u0000")) {
        assertSkipped(readLock(path, gradle(bad, "a", "1.0", "a-1.0.jar")));
        assertSkipped(readLock(path, gradle("g", bad, "1.0", "a-1.0.jar")));
        assertSkipped(readLock(path, gradle("g", "a", bad, "a-1.0.jar")));
        assertSkipped(readLock(path, gradle("g", "a", "1.0", bad)));
      }
      assertSkipped(readLock("pylock.toml", pylock("alpha", "1.0", "https://files.example/get", bad)));
    });
  }

  for (const address of [
    "http://files.example/alpha-1.0-py3-none-any.whl",
    "https://user:password@files.example/alpha-1.0-py3-none-any.whl",
    "file:///alpha-1.0-py3-none-any.whl",
    "../alpha-1.0-py3-none-any.whl",
    "https://files.example/a/../alpha-1.0-py3-none-any.whl",
    "https://files.example/a/%2E%2e/alpha-1.0-py3-none-any.whl",
    "https://files.example/..%2falpha-1.0-py3-none-any.whl",
    "https://files.example/x%5Calpha-1.0-py3-none-any.whl",
    "https://files.example\\alpha-1.0-py3-none-any.whl",
    "https://files.example/alpha-1.0-py3-none-any.whl%00.txt",
    "https://files.example/alpha-1.0-py3-none-any.whl\u0000",
    "https://files.example/alpha-1.0-py3-\nnone-any.whl",
    "https://files.example/%zz-1.0-py3-none-any.whl",
    "https://files.example/beta-1.0-py3-none-any.whl",
    "https://files.example/alpha-1.0.exe",
    "https://files.example/alpha-1.0##vso[x].whl",
    "https://files.example/",
  ]) {
    it(`takes no file from ${quote(address)}`, () => {
      assertSkipped(readLock("uv.lock", uvLock("alpha", "1.0", address)));
      assertSkipped(readLock("pylock.toml", pylock("alpha", "1.0", address)));
    });
  }

  it("decodes what a local version needs", () => {
    const { entries } = readLock(
      "uv.lock",
      uvLock("alpha", "1.0+cu1", "https://files.example/alpha-1.0%2Bcu1-py3-none-any.whl"),
    );
    assert.deepEqual(
      entries.map(({ file }) => file),
      ["alpha-1.0+cu1-py3-none-any.whl"],
    );
  });

  it("reads lines of 1 MB in time, whatever they are made of", function () {
    this.timeout(20_000);
    const long = 1_000_000;
    for (const filler of [" ", "#", "a", "[", '" ', "' ", "-", "=", "==", "\\", "a.", ";", " #", "\t"]) {
      const line = filler.repeat(long / filler.length);
      for (const [path, text] of [
        ["requirements.txt", `alpha==1.0 ${line}`],
        ["requirements.txt", line],
        ["maven-dependency-list.txt", line],
      ] as const) {
        try {
          assert.deepEqual(readLock(path, text).entries, []);
        } catch (error) {
          assert.match(String(error), /^Problem: .{1,900}$/);
        }
      }
    }
  });
});
