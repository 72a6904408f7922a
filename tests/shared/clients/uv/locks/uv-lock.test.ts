import assert from "node:assert/strict";
import { uvLock } from "../../../../../shared/clients/uv/locks/uv-lock";
import { feed, fixture, isOwn, lineAt, problemOf, readLock, sha256 } from "../../reading";

const head = 'version = 1\nrevision = 3\nrequires-python = ">=3.9"\n\n';

function locked(name: string, source: string, rest = ""): string {
  return `[[package]]\nname = "${name}"\nversion = "1.0"\nsource = { ${source} }\n${rest}\n`;
}

function wheel(address: string, hash = `sha256:${sha256("a")}`): string {
  return `wheels = [\n    { url = "${address}", hash = "${hash}" },\n]\n`;
}

describe("uv.lock", () => {
  it("names every file of every platform, with its hash and its line", () => {
    const text = fixture("uv/uv.lock");
    const { entries, skipped, bypasses } = readLock("app/uv.lock", text);
    const files = [...text.matchAll(/url = "[^"]*\/([^"/]+)", hash = "sha256:([0-9a-f]+)"/g)];
    assert.ok(files.length > 60);
    assert.deepEqual(
      entries.map(({ file, hashes }) => [file, hashes]),
      files.map(([, file, hex]) => [file, [{ algorithm: "sha256", hex }]]),
    );
    for (const { where, file } of entries) {
      assert.match(where, /^app\/uv\.lock:\d+$/);
      assert.ok(lineAt(text, where).includes(`/${file ?? "no file"}"`), where);
    }
    assert.deepEqual(
      [...new Set(entries.map(({ name, version }) => `${name} ${version}`))],
      ["idna 3.10", "markupsafe 3.0.2", "six 1.17.0"],
    );
    assert.deepEqual(
      skipped.map(({ name, reason, where }) => [name, reason, lineAt(text, where)]),
      [
        ["fibers", "a folder of the project itself", 'name = "fibers"'],
        ["gitdep", "a Git repository, which no feed can save", 'name = "gitdep"'],
        ["local", "a folder of the project itself", 'name = "local"'],
        ["member", "a folder of the project itself", 'name = "member"'],
      ],
    );
    assert.deepEqual(
      bypasses.map(({ host, count, where }) => [host, count, lineAt(text, where)]),
      [
        ["git.example", 1, 'name = "gitdep"'],
        ["files.example", 3, 'name = "idna"'],
      ],
    );
  });

  it("passes nothing by when the registry and its files are a feed of ours", () => {
    const address = `${feed}/pypi/download/alpha/1.0/alpha-1.0-py3-none-any.whl`;
    const text = head + locked("alpha", `registry = "${feed}/pypi/simple/"`, wheel(address));
    const { entries, skipped, bypasses } = readLock("uv.lock", text);
    assert.deepEqual([entries.length, skipped, bypasses], [1, [], []]);
  });

  it("has what is pinned to an index of its own left to it, and the rest go through the feed", () => {
    const registry = (host: string, name: string): string =>
      locked(
        name,
        `registry = "https://${host}/simple"`,
        wheel(`https://${host}/${name}-1.0-py3-none-any.whl`),
      );
    const metadata =
      '\n[package.metadata]\nrequires-dist = [{ name = "torch", index = "https://second.example/simple" }]\n';
    const text =
      head +
      registry("index.example", "alpha") +
      registry("second.example", "torch") +
      locked("zeta", 'virtual = "."', metadata);
    const { entries, skipped, bypasses } = readLock("uv.lock", text);
    assert.deepEqual(
      entries.map(({ name }) => name),
      ["alpha"],
    );
    assert.match(
      skipped.find(({ name }) => name === "torch")?.reason ?? "",
      /pins it to an index of its own/,
    );
    assert.deepEqual(
      bypasses.map(({ host, throughFeed }) => [host, throughFeed]),
      [
        ["index.example", true],
        ["second.example", undefined],
      ],
    );
  });

  it("says which entries are locked to another feed of the organization", () => {
    const address = `${feed}/pypi/download/alpha/1.0/alpha-1.0-py3-none-any.whl`;
    const index = `${feed}/pypi/simple/`;
    const text = head + locked("alpha", `registry = "${index}"`, wheel(address));
    const read = (isOther: boolean): unknown => {
      const { entries, skipped, bypasses } = uvLock.read("uv.lock", text, isOwn, () => isOther);
      return [Array.from(entries, ({ otherFeed }) => otherFeed), skipped, bypasses];
    };
    assert.deepEqual(read(true), [[index], [], []]);
    assert.deepEqual(read(false), [[undefined], [], []]);
  });

  for (const [source, reason] of [
    ['virtual = "."', "a folder of the project itself"],
    ['directory = "x"', "a folder of the project itself"],
    ['path = "x/alpha-1.0-py3-none-any.whl"', "a file on disk, which no feed can save"],
    ['url = "https://files.example/alpha-1.0-py3-none-any.whl"', "a direct address, which no feed can save"],
    ['registry = "../links"', "its index is a folder on disk"],
    ['registry = "http://index.example/simple"', "its index's address begins with http:, not https:"],
    ['registry = "https://u:p@index.example/simple"', "its index's address holds a user name or password"],
    ['new-kind = "x"', "a kind of source that is not known here"],
  ] as const) {
    it(`skips source = { ${source} }`, () => {
      const { entries, skipped } = readLock("uv.lock", head + locked("alpha", source));
      assert.deepEqual(entries, []);
      assert.deepEqual(skipped, [{ name: "alpha", reason, where: "uv.lock:6" }]);
    });
  }

  it("does not take a file that a feed of ours has at another host", () => {
    const address = "https://files.example/alpha-1.0-py3-none-any.whl";
    const text = head + locked("alpha", `registry = "${feed}/pypi/simple/"`, wheel(address));
    const { entries, skipped, bypasses } = readLock("uv.lock", text);
    assert.deepEqual(entries, []);
    assert.match(
      skipped[0]?.reason ?? "",
      /index is a feed of the organization, but the file is on files\.example/,
    );
    assert.deepEqual(
      bypasses.map(({ host, count }) => [host, count]),
      [["files.example", 1]],
    );
  });

  it("skips a file whose only digest cannot be checked, rather than take it unchecked", () => {
    const text =
      head +
      locked(
        "alpha",
        'registry = "https://index.example/simple"',
        wheel("https://files.example/alpha-1.0-py3-none-any.whl", "blake2b:00ff"),
      );
    const { entries, skipped } = readLock("uv.lock", text);
    assert.deepEqual(entries, []);
    assert.match(skipped[0]?.reason ?? "", /only digests are of algorithms that are not checked/);
  });

  const registry = 'registry = "https://index.example/simple"';
  for (const [title, text, expected] of [
    ["another lock version", "version = 2\n", "uv.lock:1:1: expected `version = 1`"],
    ["no requires-python", "version = 1\n", "uv.lock:1:1: expected `requires-python`"],
    ["TOML that ends in a string", `${head}[[package]]\nname = "al`, "uv.lock:6:"],
    [
      "a package without source",
      `${head}[[package]]\nname = "alpha"\n`,
      "uv.lock:5:1: expected a package with",
    ],
    [
      "a hash that is cut off",
      head + locked("alpha", registry, wheel("https://files.example/alpha-1.0.tar.gz", "sha256:abc")),
      "uv.lock:10:1: expected a digest of its algorithm's full length",
    ],
    [
      "a dependency that is not in the file",
      head + locked("alpha", 'virtual = "."', 'dependencies = [\n    { name = "beta" },\n]'),
      "uv.lock:10:1: expected a package `beta` in the file",
    ],
    [
      "a workspace member that is not in the file",
      `${head}[manifest]\nmembers = ["beta"]\n`,
      "uv.lock: expected a package `beta` in the file",
    ],
  ] as const) {
    it(`refuses ${title}`, () => {
      assert.ok(problemOf("uv.lock", text).startsWith(expected), problemOf("uv.lock", text));
    });
  }
});
