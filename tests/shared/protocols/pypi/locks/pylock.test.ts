import assert from "node:assert/strict";
import { pylock } from "../../../../../shared/protocols/pypi/locks/pylock";
import { fixture, lineAt, problemOf, readLock, sha256 } from "../../../clients/reading";

const head = 'lock-version = "1.0"\ncreated-by = "x"\n\n';

function locked(rest: string): string {
  return `${head}[[packages]]\nname = "alpha"\nversion = "1.0"\n${rest}\n`;
}

describe("pylock.toml", () => {
  it("is told by its name", () => {
    const names = [
      "pylock.toml",
      "a/pylock.dev.toml",
      "pylock.a.b.toml",
      "pylock.toml.bak",
      "my-pylock.toml",
    ];
    assert.deepEqual(
      names.map((name) => pylock.recognizes(name)),
      [true, true, false, false, false],
    );
  });

  it("names the same files as the uv.lock that it was written from", () => {
    const text = fixture("uv/pylock.toml");
    const { entries, skipped, bypasses } = readLock("pylock.toml", text);
    const plain = (lock: typeof entries): unknown[] =>
      lock.map(({ name, version, file, hashes }) => ({ name, version, file, hashes }));
    assert.deepEqual(plain(entries), plain(readLock("uv.lock", fixture("uv/uv.lock")).entries));
    for (const { where, file } of entries)
      assert.ok(lineAt(text, where).includes(`/${file ?? "no file"}"`), where);
    assert.deepEqual(
      skipped.map(({ name, reason }) => [name, reason]),
      [
        ["fibers", "a folder of the project itself"],
        ["gitdep", "a version control repository, which no feed can save"],
        ["local", "a folder of the project itself"],
        ["member", "a folder of the project itself"],
      ],
    );
    assert.deepEqual(
      bypasses.map(({ host, count }) => [host, count]),
      [
        ["git.example", 1],
        ["files.example", 3],
      ],
    );
  });

  it("takes the name that stands besides the address, and all the hashes that can be checked", () => {
    const hashes = `{ sha256 = "${sha256("A")}", sha512 = "${"b".repeat(128)}", blake2b = "00" }`;
    const { entries } = readLock(
      "pylock.toml",
      locked(`sdist = { name = "alpha-1.0.tar.gz", url = "https://files.example/get", hashes = ${hashes} }`),
    );
    assert.deepEqual(entries, [
      {
        protocol: "pypi",
        name: "alpha",
        version: "1.0",
        file: "alpha-1.0.tar.gz",
        hashes: [
          { algorithm: "sha256", hex: sha256("a") },
          { algorithm: "sha512", hex: "b".repeat(128) },
        ],
        where: "pylock.toml:7",
      },
    ]);
  });

  for (const [rest, reason] of [
    [
      `archive = { url = "https://files.example/a.zip", hashes = { sha256 = "${sha256("a")}" } }`,
      /direct address/,
    ],
    ['directory = { path = "." }', /folder of the project/],
    [
      `wheels = [{ path = "x/alpha-1.0-py3-none-any.whl", hashes = { sha256 = "${sha256("a")}" } }]`,
      /file on disk/,
    ],
  ] as const) {
    it(`skips ${rest.slice(0, 30)}…`, () => {
      const { entries, skipped } = readLock("pylock.toml", locked(rest));
      assert.deepEqual(entries, []);
      assert.match(skipped[0]?.reason ?? "", reason);
    });
  }

  for (const [title, text, expected] of [
    ["another lock version", 'lock-version = "2.0"\n', 'pylock.toml:1:1: expected `lock-version = "1.0"`'],
    ["a file without packages", head, "pylock.toml:1:1: expected `[[packages]]`"],
    ["a package without a source", locked(""), "pylock.toml:5:1: expected one of `wheels`"],
    [
      "a file without hashes",
      locked('sdist = { url = "https://files.example/alpha-1.0.tar.gz" }'),
      "pylock.toml:7:1: expected `hashes` of the file",
    ],
  ] as const) {
    it(`refuses ${title}`, () => {
      assert.ok(problemOf("pylock.toml", text).startsWith(expected), problemOf("pylock.toml", text));
    });
  }
});
