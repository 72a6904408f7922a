import assert from "node:assert/strict";
import { poetryLock } from "../../../../../shared/clients/poetry/locks/poetry-lock";
import { feed, fixture, isOwn, lineAt, problemOf, readLock, sha256 } from "../../reading";

const index = `${feed}/pypi/simple`;
const metadata = '[metadata]\nlock-version = "2.1"\npython-versions = ">=3.9"\ncontent-hash = "x"\n';

function locked(name: string, version: string, files: readonly string[], source = ""): string {
  const lines = files.map((file) => `    {file = "${file}", hash = "sha256:${sha256("a")}"},\n`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join("")}]`;
  const from = source === "" ? "" : `\n[package.source]\n${source}\n`;
  return `[[package]]\nname = "${name}"\nversion = "${version}"\noptional = false\nfiles = ${list}\n${from}\n`;
}

describe("poetry.lock", () => {
  for (const [title, path, place] of [
    ["2.x", "poetry/poetry.lock", (file: string): string => `"${file}"`],
    ["1.1", "poetry/version-1.1.lock", (): string => 'name = "'],
  ] as const) {
    it(`names every file of every platform, with its hash and its line (lock version ${title})`, () => {
      const text = fixture(path);
      const { entries, skipped, bypasses, indexes } = readLock("app/poetry.lock", text);
      const files = [...text.matchAll(/file = "([^"]+)", hash = "sha256:([0-9a-f]+)"/g)];
      assert.ok(files.length > 60);
      assert.deepEqual(
        entries.map(({ file, hashes }) => [file, hashes]),
        files.map(([, file, hex]) => [file, [{ algorithm: "sha256", hex }]]),
      );
      for (const { where, file } of entries)
        assert.ok(lineAt(text, where).includes(place(file ?? "no file")), where);
      assert.deepEqual(
        [...new Set(entries.map(({ name, version }) => `${name} ${version}`))],
        ["colorama 0.4.6", "idna 3.10", "markupsafe 3.0.2", "six 1.17.0"],
      );
      assert.deepEqual([skipped, indexes], [[], ["https://index.example/simple"]]);
      assert.deepEqual(
        bypasses.map(({ host, count, where, throughFeed }) => [
          host,
          count,
          lineAt(text, where),
          throughFeed,
        ]),
        [["index.example", 4, 'name = "colorama"', undefined]],
      );
    });
  }

  it("bypasses nothing where the source is a feed of ours, and says which is another feed", () => {
    const source = `type = "legacy"\nurl = "${index}"\nreference = "fiber"`;
    const text = locked("alpha", "1.0", ["alpha-1.0-py3-none-any.whl"], source) + metadata;
    const { entries, skipped, bypasses, builds } = readLock("poetry.lock", text);
    assert.deepEqual([entries.length, skipped, bypasses, builds], [1, [], [], undefined]);
    const { entries: others } = poetryLock.read("poetry.lock", text, isOwn, () => true);
    assert.deepEqual(
      [...others].map(({ otherFeed }) => otherFeed),
      [index],
    );
  });

  it("takes packages without a source for those of the public index, where Poetry fetches them", () => {
    const text = locked("alpha", "1.0", ["alpha-1.0-py3-none-any.whl"]) + metadata;
    const { entries, bypasses, indexes } = readLock("poetry.lock", text);
    assert.deepEqual([entries.length, indexes], [1, []]);
    assert.deepEqual(
      bypasses.map(({ host, count, where, throughFeed }) => [host, count, where, throughFeed]),
      [["the public index", 1, "poetry.lock:2", undefined]],
    );
  });

  for (const [source, reason, host] of [
    [
      'type = "git"\nurl = "git@git.example:alpha.git"\nreference = "main"\nresolved_reference = "0"',
      "a Git repository, which no feed can save",
      "git.example",
    ],
    [
      'type = "url"\nurl = "https://files.example/alpha.zip"',
      "a direct address, which no feed can save",
      "files.example",
    ],
    ['type = "file"\nurl = "dist/alpha.whl"', "a file on disk, which no feed can save", undefined],
    ['type = "directory"\nurl = "../alpha"', "a folder of the project itself", undefined],
    ['type = "new"', "a kind of source that is not known here", undefined],
  ] as const) {
    it(`skips a package of ${JSON.stringify(source.split("\n")[0])}`, () => {
      const { entries, skipped, bypasses } = readLock(
        "poetry.lock",
        locked("alpha", "1.0", [], source) + metadata,
      );
      assert.deepEqual(entries, []);
      assert.deepEqual(skipped, [{ name: "alpha", reason, where: "poetry.lock:2" }]);
      assert.deepEqual(
        bypasses.map((each) => each.host),
        host === undefined ? [] : [host],
      );
    });
  }

  it("tells the files of two versions apart where one list has both", () => {
    const block = (version: string): string =>
      `[[package]]\nname = "zope.interface"\nversion = "${version}"\noptional = false\n\n`;
    const names = [
      "zope.interface-5.4-cp39-none-any.whl",
      "zope.interface-5.4.1-cp39-none-any.whl",
      "zope.interface-5.4.1.tar.gz",
      "zope.interface-5.4.zip",
    ];
    const files = names.map((file) => `    {file = "${file}", hash = "sha256:${sha256("b")}"},\n`).join("");
    const text = `${block("5.4")}${block("5.4.1")}[metadata]\nlock-version = "1.1"\npython-versions = "*"\ncontent-hash = "x"\n\n[metadata.files]\n"zope.interface" = [\n${files}]\n`;
    assert.deepEqual(
      readLock("poetry.lock", text).entries.map(
        ({ name, version, file }) => `${name} ${version} ${file ?? ""}`,
      ),
      [
        "zope-interface 5.4 zope.interface-5.4-cp39-none-any.whl",
        "zope-interface 5.4 zope.interface-5.4.zip",
        "zope-interface 5.4.1 zope.interface-5.4.1-cp39-none-any.whl",
        "zope-interface 5.4.1 zope.interface-5.4.1.tar.gz",
      ],
    );
  });

  it("takes files in another spelling of the name, and says which packages are built", () => {
    const text =
      locked("discord-py", "2.3.2", ["discord.py-2.3.2-py3-none-any.whl", "discord.py-2.3.2.tar.gz"]) +
      locked("old-tool", "0.1", ["old_tool-0.1.tar.gz"]) +
      metadata;
    const { entries, built, skipped } = readLock("poetry.lock", text);
    assert.deepEqual([entries.length, built, skipped], [3, ["old-tool"], []]);
  });

  it("is refused with its place when it is not one", () => {
    const good = locked("alpha", "1.0", ["alpha-1.0-py3-none-any.whl"]);
    const end = "expected `[metadata]` with `lock-version` 1.x or 2.x and `content-hash` behind the packages";
    for (const [text, expected] of [
      ["", `poetry.lock:1:1: ${end}`],
      [good, `poetry.lock:9:1: ${end}`],
      [good + metadata.replace("2.1", "9.0"), `poetry.lock:13:1: ${end}`],
      [
        `[[package]]\nname = "alpha"\n\n${metadata}`,
        "poetry.lock:1:1: expected a package with `name` and `version`",
      ],
      [
        `[[package]]\nname = "alpha"\nversion = "1"\n\n${metadata}`,
        "poetry.lock:2:1: expected `files` of alpha",
      ],
      [good.replace(sha256("a"), "abc") + metadata, "poetry.lock:6:1: expected a digest"],
      ["[[package]\n", "poetry.lock:1:"],
    ] as const)
      assert.ok(problemOf("poetry.lock", text).startsWith(expected), problemOf("poetry.lock", text));
  });

  for (const path of ["poetry/poetry.lock", "poetry/version-1.1.lock"]) {
    it(`is refused when it is cut off behind any of its lines (${path})`, () => {
      const lines = fixture(path).split("\n");
      const last = lines.findLastIndex((line) => line !== "");
      for (let count = 0; count <= last; count += 1)
        assert.match(problemOf("poetry.lock", lines.slice(0, count).join("\n")), /^poetry\.lock:\d+:\d+: /);
    });
  }

  it("has no bad name, version or file among its entries", () => {
    for (const bad of ["../../x", "a/b", "a b", "é", "##vso[task.x]", "a".repeat(300)]) {
      const good = ["alpha-1.0-py3-none-any.whl"];
      for (const text of [
        locked(bad, "1.0", good),
        locked("alpha", bad, good),
        locked("alpha", "1.0", [bad]),
      ]) {
        const { entries, skipped } = readLock("poetry.lock", text + metadata);
        assert.deepEqual([entries, skipped.length], [[], 1], text);
      }
    }
  });
});
