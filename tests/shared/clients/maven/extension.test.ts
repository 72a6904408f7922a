import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { fromBufferPromise } from "yauzl";
import { requireClient, requireJavac } from "../../../clients/found-clients";
import { repository } from "../../../sources";

const room = join(repository, "shared/clients/maven");
const sources = join(room, "extension/feedpass");
const jar = readFileSync(join(room, "beside/feedpass-maven.jar"));

async function entriesOf(archive: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const opened = await fromBufferPromise(archive, { autoClose: false });
  const entries = new Map<string, Buffer>();
  for await (const entry of opened.eachEntry())
    entries.set(entry.fileName, await buffer(await opened.openReadStreamPromise(entry)));
  opened.close();
  return entries;
}

describe("maven: the extension's jar", () => {
  it("is of the sources that are here", async () => {
    const digests = readdirSync(sources)
      .sort()
      .map((file) => {
        const digest = createHash("sha256")
          .update(readFileSync(join(sources, file)))
          .digest("hex");
        return `${digest}  ${file}\n`;
      });
    const recorded = (await entriesOf(jar)).get("feedpass/sources.sha256")?.toString("utf8");
    assert.equal(recorded, digests.join(""), "run node build/maven-extension.mjs");
  });

  it("holds the classes of the sources, for Java 8, and the index by which Maven finds one of them", async () => {
    const entries = await entriesOf(jar);
    const classes = [...entries.keys()].filter((name) => name.endsWith(".class"));
    const expected = readdirSync(sources).map((file) => `feedpass/${file.replace(/java$/, "class")}`);
    assert.deepEqual(
      classes.filter((name) => !name.includes("$")),
      expected.sort(),
    );
    // The class file's major version (Java Virtual Machine Specification, 4.1).
    for (const name of classes) assert.equal(entries.get(name)?.readUInt16BE(6), 52, name);
    assert.equal(entries.get("META-INF/sisu/javax.inject.Named")?.toString("utf8"), "feedpass.FeedAccess\n");
  });

  it("is what the sources compile to, to the byte", function () {
    this.timeout(120_000);
    requireClient(this, "maven39");
    requireJavac(this, "17");
    const folder = mkdtempSync(join(tmpdir(), "extension-"));
    try {
      const target = join(folder, "made.jar");
      const made = spawnSync(process.execPath, ["build/maven-extension.mjs", target], { cwd: repository });
      assert.equal(made.status, 0, String(made.stderr));
      assert.ok(readFileSync(target).equals(jar), "run node build/maven-extension.mjs");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
