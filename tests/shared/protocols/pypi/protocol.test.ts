import assert from "node:assert/strict";
import type { Hash, LockEntry } from "../../../../shared/core/lock-entry";
import { pypi } from "../../../../shared/protocols/pypi/protocol";
import { AnchorReader, type Anchor } from "../../../../shared/protocols/pypi/simple-page";
import { place, root, textFeed } from "../feed";

function readAnchors(page: string, size: number): readonly Anchor[] {
  const anchors: Anchor[] = [];
  const reader = new AnchorReader((anchor) => anchors.push(anchor));
  for (let at = 0; at < page.length; at += size) reader.take(page.slice(at, at + size));
  return anchors;
}

const sha256 = (digit: string): Hash => ({ algorithm: "sha256", hex: digit.repeat(64) });

function entry(more: Partial<LockEntry>): LockEntry {
  return { protocol: "pypi", name: "alpha", version: "1.0.0", hashes: [], where: "uv.lock:1", ...more };
}

describe("protocol pypi", () => {
  it("gives equal keys to equal packages and versions", () => {
    for (const [version, key] of [
      ["2.31.0", "2.31"],
      ["2.0.0", "2"],
      ["7.1.0b4", "7.1b4"],
      ["1.0.0.post1", "1.post1"],
      ["1!2.0", "1!2"],
      ["V1.10", "1.10"],
      ["0.0.0", "0"],
      ["1.0+cu124", "1+cu124"],
      ["legacy", "legacy"],
    ] as const)
      assert.equal(pypi.versionKey(version), key, version);
    assert.equal(pypi.packageKey("A_b.-C"), "a-b-c");
  });

  it("has a place for a package in the REST calls", () => {
    assert.equal(pypi.packagePath("a/b"), "pypi/packages/a%2Fb");
  });

  it("reads the anchors of a page in pieces of any size", () => {
    const page = `<!DOCTYPE html><body><h1>x</h1><a href="https://h.example/a&amp;b-1.whl#sha256=0f" data-requires-python="&gt;=3.7">a&amp;b-1.whl</a><br/>\n<A data-yanked='' HREF='../b.tar.gz'>b&#46;tar&#x2e;gz</A></body>`;
    for (const size of [1, 7, 1000])
      assert.deepEqual(readAnchors(page, size), [
        { href: "https://h.example/a&b-1.whl#sha256=0f", text: "a&b-1.whl" },
        { href: "../b.tar.gz", text: "b.tar.gz" },
      ]);
  });

  it("refuses a page that is none, without taking long", () => {
    const begun = Date.now();
    assert.throws(() => readAnchors("<a ".repeat(640_000), 24_000), /no simple page/);
    assert.ok(Date.now() - begun < 5000, `${Date.now() - begun} ms`);
  });

  describe("looks up entries of one project by its page", () => {
    const file = (version: string, name: string, digit: string): string =>
      `<a href="${root}pypi/download/alpha/${version}/${name}#sha256=${digit.repeat(64)}">${name}</a>`;
    const page = [
      file("1", "alpha-1.0.0-py3-none-any.whl", "a"),
      file("1", "alpha-1.0.0.tar.gz", "b"),
      file("2", "alpha-2.0.0-py3-none-any.whl", "c"),
    ].join("<br/>");
    const find = async (asked: LockEntry) => {
      const lookUp = pypi.openLookUp(place, textFeed({ "pypi/simple/alpha/": page }).ask);
      const targets = (await lookUp([asked])).value?.get(asked) ?? [];
      return targets.map(({ file: name, stated, checked }) => [name, stated?.hex.charAt(0), checked]);
    };

    it("by its file's name", async () => {
      assert.deepEqual(await find(entry({ file: "alpha-1.0.0.tar.gz", hashes: [sha256("0")] })), [
        ["alpha-1.0.0.tar.gz", "b", true],
      ]);
    });

    it("by its hash, where it names no file", async () => {
      assert.deepEqual(await find(entry({ hashes: [sha256("b"), sha256("0")] })), [
        ["alpha-1.0.0.tar.gz", "b", true],
      ]);
    });

    it("by its version, where it names neither: all of its files, whose hashes it cannot be about", async () => {
      assert.deepEqual(await find(entry({ version: "1.0" })), [
        ["alpha-1.0.0-py3-none-any.whl", "a", false],
        ["alpha-1.0.0.tar.gz", "b", false],
      ]);
    });

    it("by its version, where no file has its hash, so that the hashes are seen to differ", async () => {
      assert.deepEqual(await find(entry({ hashes: [sha256("0")] })), [["alpha-1.0.0.tar.gz", "b", true]]);
    });

    it("finds nothing of another version, and passes a refusal on", async () => {
      assert.deepEqual(await find(entry({ version: "3" })), []);
      const { ask } = textFeed({});
      assert.equal((await pypi.openLookUp(place, ask)([entry({})])).status, 404);
    });

    it("asks with the name as one segment of the path", async () => {
      const { ask, asked } = textFeed({});
      await pypi.openLookUp(place, ask)([entry({ name: "a/../b" })]);
      assert.deepEqual(asked, ["pypi/simple/a%2F..%2Fb/"]);
    });
  });
});
