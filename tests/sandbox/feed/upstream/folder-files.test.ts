import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { cargoFolder } from "../../../../sandbox/feed/protocols/cargo/upstream/cargo-folder";
import { mavenFolder } from "../../../../sandbox/feed/protocols/maven/upstream/maven-folder";
import { pypiFolder } from "../../../../sandbox/feed/protocols/pypi/upstream/pypi-folder";
import { javaArtifact } from "../../../../sandbox/feed/protocols/maven/java-artifact";
import { pythonWheel } from "../../../../sandbox/feed/protocols/pypi/python-wheel";
import { rustCrate } from "../../../../sandbox/feed/protocols/cargo/rust-crate";
import { UpstreamFileMissing } from "../../../../sandbox/feed/upstream/upstream-registry";

async function bytes(stream: Readable | undefined): Promise<Buffer> {
  assert.ok(stream);
  return Buffer.concat((await stream.toArray()) as Buffer[]);
}

describe("a folder as upstream", () => {
  const root = mkdtempSync(join(tmpdir(), "feedpass-folder-"));
  const folder = join(root, "packages");

  function put(path: string, content: Buffer | string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }

  before(() => {
    writeFileSync(join(root, "secret-1.crate"), "outside");
  });
  after(() => {
    rmSync(root, { recursive: true });
  });

  it("gives the files of a Python project", async () => {
    const { file, content } = pythonWheel({ name: "My.Words", version: "1.0", modules: { words: "" } });
    put(`my-words/${file}`, content);
    put("my-words/notes.txt", "");
    const upstream = pypiFolder(folder);
    const sha256 = createHash("sha256").update(content).digest("hex");
    assert.deepEqual(await upstream.files("my-words"), [{ filename: file, version: "1.0", sha256 }]);
    assert.deepEqual(await bytes(await upstream.open("my-words", file)), content);
    assert.equal(await upstream.files("nothing"), undefined);
    await assert.rejects(upstream.open("my-words", "my_words-2.0.tar.gz"), UpstreamFileMissing);
  });

  it("gives the index lines and files of a crate", async () => {
    const { file, content, indexEntry } = rustCrate({ name: "Words", version: "1.0.0", source: "" });
    put("index/wo/rd/words", `${JSON.stringify(indexEntry)}\n`);
    put(file, content);
    const upstream = cargoFolder(folder);
    assert.deepEqual(await upstream.index("Words"), [JSON.stringify(indexEntry)]);
    assert.deepEqual(await bytes(await upstream.open("Words", "1.0.0")), content);
    assert.equal(await upstream.index("nothing"), undefined);
    await assert.rejects(upstream.open("Words", "2.0.0"), UpstreamFileMissing);
  });

  it("gives the files of an artifact, and no folder", async () => {
    const made = javaArtifact({ group: "g.h", artifact: "a", version: "1" });
    for (const { path, content } of made) put(path, content);
    const upstream = mavenFolder(folder);
    for (const { path, content } of made) assert.deepEqual(await bytes(await upstream.open(path)), content);
    assert.equal(await upstream.open("g/h/a/2/a-2.pom"), undefined);
    assert.equal(await upstream.open("g/h/a"), undefined);
  });

  it("gives nothing that is outside of the folder", async () => {
    assert.equal(await mavenFolder(folder).open("../secret-1.crate"), undefined);
    assert.equal(await pypiFolder(folder).files(".."), undefined);
    await assert.rejects(cargoFolder(folder).open("../secret", "1"), UpstreamFileMissing);
  });
});
