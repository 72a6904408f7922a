import assert from "node:assert/strict";
import { feed, fixture, lineAt, problemOf, readLock, sha256 } from "../../reading";

const cratesIo = "registry+https://github.com/rust-lang/crates.io-index";

function locked(
  source: string | undefined,
  checksum = `checksum = "${sha256("a")}"\n`,
  name = "alpha",
): string {
  const line = source === undefined ? "" : `source = "${source}"\n`;
  return `version = 4\n\n[[package]]\nname = "${name}"\nversion = "1.0.0"\n${line}${checksum}`;
}

describe("Cargo.lock", () => {
  it("names every crate of crates.io, each with its own line", () => {
    const text = fixture("cargo/Cargo.lock");
    const { entries, skipped, bypasses } = readLock("Cargo.lock", text);
    const crates = [
      ...text.matchAll(/name = "([^"]+)"\nversion = "([^"]+)"\nsource = "registry.*\nchecksum = "([^"]+)"/g),
    ];
    assert.equal(crates.length, 7);
    assert.deepEqual(
      entries.map(({ name, version, file, hashes }) => [name, version, file, hashes[0]?.hex]),
      crates.map(([, name, version, hex]) => [name, version, `${name ?? ""}-${version ?? ""}.crate`, hex]),
    );
    for (const { where, name } of entries) assert.equal(lineAt(text, where), `name = "${name}"`);
    assert.equal(new Set(entries.map(({ where }) => where)).size, 7);
    assert.deepEqual(
      skipped.map(({ name, reason }) => [name, reason]),
      [
        ["fibers", "a folder of the workspace itself"],
        ["gitdep", "a Git repository, which no feed can save"],
        ["local", "a folder of the workspace itself"],
      ],
    );
    assert.deepEqual(
      bypasses.map(({ host, count, where }) => [host, count, lineAt(text, where)]),
      [["git.example", 1, 'name = "gitdep"']],
    );
  });

  it("reads version 1, whose checksums stand apart", () => {
    const text =
      `[[package]]\nname = "alpha"\nversion = "1.0.0"\nsource = "${cratesIo}"\ndependencies = [\n "beta 2.0.0 (${cratesIo})",\n]\n\n` +
      `[[package]]\nname = "beta"\nversion = "2.0.0"\nsource = "${cratesIo}"\n\n[metadata]\n` +
      `"checksum alpha 1.0.0 (${cratesIo})" = "${sha256("a")}"\n"checksum beta 2.0.0 (${cratesIo})" = "${sha256("b")}"\n`;
    assert.deepEqual(
      readLock("Cargo.lock", text).entries.map(({ name, hashes, where }) => [name, hashes[0]?.hex, where]),
      [
        ["alpha", sha256("a"), "Cargo.lock:2"],
        ["beta", sha256("b"), "Cargo.lock:10"],
      ],
    );
  });

  for (const source of [
    cratesIo,
    `sparse+${feed}/Cargo/index/`,
    `registry+${feed}~force-auth/Cargo/index/`,
    "sparse+https://fabrikam.pkgs.visualstudio.com/_packaging/fibers/Cargo/index/",
  ]) {
    for (const version of [2, 3, 4]) {
      it(`names a crate from ${source} in version ${version}`, () => {
        const head = version === 2 ? "" : `version = ${version}`;
        const { entries, skipped, bypasses } = readLock(
          "Cargo.lock",
          locked(source).replace("version = 4", head),
        );
        assert.deepEqual([entries.length, skipped, bypasses], [1, [], []]);
      });
    }
  }

  for (const [source, reason, hosts] of [
    ["sparse+https://index.example/", /neither crates\.io nor a feed/, ["index.example"]],
    [
      "sparse+https://pkgs.dev.azure.com/contoso/_packaging/x/Cargo/index/",
      /neither/,
      ["pkgs.dev.azure.com"],
    ],
    ["git+https://u@git.example/x?rev=1#abc", /Git repository/, ["git.example"]],
    ["git+file:///x#abc", /Git repository/, []],
    ["directory+file:///vendor", /on disk/, []],
    ["nonsense", /on disk/, []],
    [undefined, /workspace/, []],
  ] as const) {
    it(`skips a crate from ${source ?? "the workspace"}`, () => {
      const { entries, skipped, bypasses } = readLock("Cargo.lock", locked(source));
      assert.deepEqual(entries, []);
      assert.match(skipped[0]?.reason ?? "", reason);
      assert.deepEqual(
        bypasses.map(({ host }) => host),
        hosts,
      );
    });
  }

  for (const [title, text, expected] of [
    ["a newer version", "version = 5\n", "Cargo.lock:1:1: expected a `version` from 1 to 4"],
    [
      "a file without packages",
      "version = 4\n[metadata]\n",
      "Cargo.lock:1:1: expected at least one `[[package]]`",
    ],
    ["a crate without a checksum", locked(cratesIo, ""), "Cargo.lock:4:1: expected a `checksum`"],
    [
      "a checksum that is cut off",
      locked(cratesIo, 'checksum = "abc"\n'),
      "Cargo.lock:4:1: expected a `checksum`",
    ],
    [
      "a dependency that is not in the file",
      locked(cratesIo, `checksum = "${sha256("a")}"\ndependencies = [\n "beta 1.0.0",\n]\n`),
      "Cargo.lock:9:1: expected a package `beta` in the file",
    ],
    ["TOML that is cut off", locked(cratesIo).slice(0, -10), "Cargo.lock:7:"],
  ] as const) {
    it(`refuses ${title}`, () => {
      assert.ok(problemOf("Cargo.lock", text).startsWith(expected), problemOf("Cargo.lock", text));
    });
  }
});
