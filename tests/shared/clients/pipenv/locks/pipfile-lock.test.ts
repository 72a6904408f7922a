import assert from "node:assert/strict";
import { pipfileLock } from "../../../../../shared/clients/pipenv/locks/pipfile-lock";
import { feed, fixture, isOwn, lineAt, problemOf, readLock, sha256 } from "../../reading";

const hash = `sha256:${sha256("a")}`;
const own = `${feed}/pypi/simple/`;

function lockOf(
  packages: unknown,
  sources: unknown = [{ name: "fiber", url: own }],
  more: object = {},
): string {
  const meta = { hash: { sha256: "x" }, "pipfile-spec": 6, requires: {}, sources };
  return JSON.stringify({ _meta: meta, default: packages, develop: {}, ...more }, null, 4);
}

describe("Pipfile.lock", () => {
  it("names every version with the hashes of its files, and its line", () => {
    const text = fixture("pipenv/Pipfile.lock");
    const { entries, skipped, bypasses, indexes } = readLock("app/Pipfile.lock", text);
    assert.deepEqual(
      entries.map(({ name, version, file, hashes }) => [name, version, file, hashes.length]),
      [
        ["idna", "3.10", undefined, 2],
        ["six", "1.17.0", undefined, 2],
        ["markupsafe", "3.0.2", undefined, 61],
      ],
    );
    for (const { name, where } of entries) assert.ok(lineAt(text, where).includes(`"${name}": {`), where);
    assert.deepEqual([skipped, indexes], [[], ["https://index.example/simple"]]);
    assert.deepEqual(
      bypasses.map(({ host, count, where, throughFeed }) => [host, count, lineAt(text, where), throughFeed]),
      [["index.example", 3, '        "idna": {', undefined]],
    );
  });

  it("goes by the source that a package names, else by the first, and knows where the feed stands in", () => {
    const standIn = ["https://pypi", "abc/simple"].join(".");
    const sources = [
      { name: "pypi", url: standIn },
      { name: "fiber", url: own },
    ];
    const version = "==1.0";
    const packages = {
      alpha: { hashes: [hash], version },
      beta: { hashes: [hash], index: "fiber", version },
      gamma: { hashes: [hash], index: "unknown", version },
    };
    const { entries, bypasses } = readLock("Pipfile.lock", lockOf(packages, sources));
    assert.equal(entries.length, 3);
    assert.deepEqual(
      bypasses.map(({ host, throughFeed }) => [host, throughFeed]),
      [
        ["pypi.abc", true],
        ["disk", undefined],
      ],
    );
    const { entries: others } = pipfileLock.read(
      "Pipfile.lock",
      lockOf(packages, sources),
      isOwn,
      () => true,
    );
    assert.deepEqual(
      [...others].map(({ otherFeed }) => otherFeed),
      [undefined, own, undefined],
    );
  });

  it("reads categories beside default and develop", () => {
    const more = { docs: { beta: { hashes: [hash], version: "==2" } } };
    assert.deepEqual(
      readLock("Pipfile.lock", lockOf({}, undefined, more)).entries.map(({ name }) => name),
      ["beta"],
    );
  });

  for (const [entry, reason, host] of [
    [
      { git: "https://git.example/a.git", ref: "0" },
      "a Git repository, which no feed can save",
      "git.example",
    ],
    [{ file: "https://files.example/a.zip" }, "a direct address, which no feed can save", "files.example"],
    [{ path: ".", editable: true }, "a file on disk, which no feed can save", undefined],
    [{ version: "*" }, "not pinned to one version with ==", undefined],
    [{ version: "==1.0" }, "without hashes, so that no file is named", undefined],
    [
      { version: "==1.0", hashes: ["blake2b:00"] },
      "its only digests are of algorithms that are not checked here (checked: sha512, sha256, sha1, md5)",
      undefined,
    ],
    [{ version: "==../x", hashes: [hash] }, "not a valid version of a package", undefined],
  ] as const) {
    it(`skips a package with ${JSON.stringify(entry)}`, () => {
      const { entries, skipped, bypasses } = readLock("Pipfile.lock", lockOf({ alpha: entry }));
      assert.deepEqual(entries, []);
      assert.deepEqual(
        skipped.map((each) => [each.name, each.reason]),
        [["alpha", reason]],
      );
      assert.deepEqual(
        bypasses.map((each) => each.host),
        host === undefined ? [] : [host],
      );
    });
  }

  it("is refused with its place when it is not one", () => {
    const good = lockOf({ alpha: { hashes: [hash], version: "==1.0" } });
    const spec = 'Pipfile.lock:1:1: expected `"_meta"` with `"pipfile-spec": 6`';
    for (const [text, expected] of [
      ["{}", spec],
      ["[]", spec],
      ["null", spec],
      [good.replace('spec": 6', 'spec": 7'), spec],
      [good.replace(hash, "sha256:abc"), "Pipfile.lock:16:1: expected a digest"],
      [lockOf({ alpha: "==1.0" }), "Pipfile.lock:16:1: expected a package `{…}` as alpha"],
      ["", "Pipfile.lock:1:1: not valid JSON: expected a value"],
      [
        good.replace('"==1.0"', '"==1.0",'),
        "Pipfile.lock:21:9: not valid JSON: expected a key in double quotes",
      ],
    ] as const)
      assert.ok(problemOf("Pipfile.lock", text).startsWith(expected), problemOf("Pipfile.lock", text));
  });

  it("is refused when it is cut off behind any of its lines", () => {
    const lines = fixture("pipenv/Pipfile.lock").split("\n");
    const last = lines.findLastIndex((line) => line !== "");
    for (let count = 0; count <= last; count += 1)
      assert.match(
        problemOf("Pipfile.lock", lines.slice(0, count).join("\n")),
        /^Pipfile\.lock:\d+:\d+: not valid JSON: expected /,
      );
  });

  it("has no bad name among its entries", () => {
    for (const bad of ["../../x", "a/b", "a b", "é", "##vso[task.x]", "__proto__", "a".repeat(300)]) {
      const text = lockOf({}).replace(
        '"default": {}',
        `"default": {${JSON.stringify(bad)}: {"hashes": ["${hash}"], "version": "==1"}}`,
      );
      const { entries, skipped } = readLock("Pipfile.lock", text);
      assert.deepEqual([entries, skipped.length], [[], 1], bad);
    }
  });

  it("reads 20 000 packages in time, also where no line of them can be told", function () {
    this.timeout(20_000);
    const packages = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, number) => [`p-${number}`, { hashes: [hash], version: "==1.0" }]),
    );
    const text = lockOf(packages);
    assert.equal(readLock("Pipfile.lock", text).entries.length, 20_000);
    assert.equal(readLock("Pipfile.lock", text.replaceAll('"p-', '"\\u0070-')).entries.length, 20_000);
  });
});
