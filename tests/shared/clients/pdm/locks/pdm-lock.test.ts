import assert from "node:assert/strict";
import { Problem } from "../../../../../shared/core/problem";
import { feed, fixture, lineAt, problemOf, readLock, sha256 } from "../../reading";

const head = '[metadata]\nlock_version = "4.5.0"\ncontent_hash = "sha256:x"\n\n';
const hash = `hash = "sha256:${sha256("a")}"`;

function locked(name: string, rest: string, version = "1.0"): string {
  return `[[package]]\nname = "${name}"\nversion = "${version}"\n${rest}\n`;
}

describe("pdm.lock", () => {
  for (const [path, bypassed] of [
    ["pdm/pdm.lock", []],
    ["pdm/static-urls.lock", [["files.example", 3, 'name = "idna"']]],
  ] as const) {
    it(`names every file of every platform, with its hash and its line (${path})`, () => {
      const text = fixture(path);
      const { entries, skipped, bypasses } = readLock("app/pdm.lock", text);
      const files = [...text.matchAll(/(?:file|url) = "(?:[^"]*\/)?([^"/]+)", hash = "sha256:([0-9a-f]+)"/g)];
      assert.ok(files.length > 60);
      assert.deepEqual(
        entries.map(({ file, hashes }) => [file, hashes]),
        files.map(([, file, hex]) => [file, [{ algorithm: "sha256", hex }]]),
      );
      for (const { where, file } of entries)
        assert.ok(lineAt(text, where).includes(`${file ?? "no file"}"`), where);
      assert.deepEqual(
        bypasses.map(({ host, count, where }) => [host, count, lineAt(text, where)]),
        bypassed,
      );
      assert.deepEqual(skipped, []);
    });
  }

  it("bypasses nothing where the addresses in it are those of a feed of ours", () => {
    const address = `${feed}/pypi/download/alpha/1.0/alpha-1.0-py3-none-any.whl`;
    const { entries, bypasses } = readLock(
      "pdm.lock",
      head + locked("alpha", `files = [{url = "${address}", ${hash}}]`),
    );
    assert.deepEqual([entries.length, bypasses], [1, []]);
  });

  it("reads the files of old versions, which stand behind the packages", () => {
    const text = `${locked("alpha", 'summary = "x"')}[metadata]\nlock_version = "3.1"\ncontent_hash = "sha256:x"\n\n[metadata.files]\n"alpha 1.0" = [{file = "alpha-1.0.tar.gz", ${hash}}]\n`;
    const { entries, built } = readLock("pdm.lock", text);
    assert.deepEqual([entries.map(({ file }) => file), built], [["alpha-1.0.tar.gz"], ["alpha"]]);
  });

  for (const [rest, reason, host] of [
    [
      'git = "https://git.example/a.git"\nrevision = "0"',
      "a Git repository, which no feed can save",
      "git.example",
    ],
    ['url = "https://files.example/a.zip"', "a direct address, which no feed can save", "files.example"],
    ['path = "./libs/a"\neditable = true', "a folder of the project itself", undefined],
  ] as const) {
    it(`skips a package with ${rest.split("\n")[0] ?? ""}`, () => {
      const { entries, skipped, bypasses } = readLock("pdm.lock", head + locked("alpha", rest));
      assert.deepEqual([entries, skipped], [[], [{ name: "alpha", reason, where: "pdm.lock:6" }]]);
      assert.deepEqual(
        bypasses.map((each) => each.host),
        host === undefined ? [] : [host],
      );
    });
  }

  it("is refused with its place when it is not one", () => {
    for (const [text, expected] of [
      ["", "pdm.lock:1:1: expected `[metadata]` with `lock_version` 3.x or 4.x"],
      [head.replace("4.5", "9.0"), "pdm.lock:1:1: expected `[metadata]`"],
      [`${head}[[package]]\nversion = "1"\n`, "pdm.lock:5:1: expected a package with `name`"],
      [head + locked("alpha", ""), "pdm.lock:6:1: expected `files` of alpha"],
      [
        head + locked("alpha", 'files = [{file = "a", hash = "sha256:abc"}]'),
        "pdm.lock:8:1: expected a digest",
      ],
      [`${head}[[package]\n`, "pdm.lock:5:"],
    ] as const)
      assert.ok(problemOf("pdm.lock", text).startsWith(expected), problemOf("pdm.lock", text));
  });

  it("says nothing of its own when it is cut off behind any of its lines", () => {
    const lines = fixture("pdm/pdm.lock").split("\n");
    const known = new Set(readLock("pdm.lock", lines.join("\n")).entries.map(({ file }) => file));
    let refused = 0;
    for (let count = 0; count < lines.length; count += 1)
      try {
        const { entries } = readLock("pdm.lock", lines.slice(0, count).join("\n"));
        assert.ok(entries.every(({ file }) => known.has(file)));
      } catch (error) {
        assert.ok(error instanceof Problem, String(error));
        refused += 1;
      }
    assert.ok(refused > lines.length - 15, `${refused} of ${lines.length}`);
  });

  it("has no bad name, version or file among its entries", () => {
    for (const bad of ["../../x", "a/b", "a b", "é", "##vso[task.x]"]) {
      const files = `files = [{file = "alpha-1.0.tar.gz", ${hash}}]`;
      for (const text of [
        locked(bad, files),
        locked("alpha", files, bad),
        locked("alpha", `files = [{file = "${bad}", ${hash}}]`),
      ]) {
        const { entries, skipped } = readLock("pdm.lock", head + text);
        assert.deepEqual([entries, skipped.length], [[], 1], text);
      }
    }
  });
});
