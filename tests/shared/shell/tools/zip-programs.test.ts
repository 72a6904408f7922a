import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import JSZip from "jszip";
import { Problem } from "../../../../shared/core/problem";
import { extractPrograms } from "../../../../shared/shell/tools/zip-programs";
import { useTempFolder } from "../run-child";

const wanted = [{ name: "uv", entry: /^uv-1\.data\/scripts\/uv$/ }];

describe("programs of a zip file", () => {
  const folder = useTempFolder();

  /** Takes the program out of an archive, in which at most 1 MiB is allowed. */
  async function extract(archive: Buffer): Promise<readonly string[]> {
    const path = join(folder(), "archive.zip");
    writeFileSync(path, archive);
    return extractPrograms(path, folder(), wanted, 1);
  }

  async function zipOf(content: Buffer, compression: "DEFLATE" | "STORE" = "DEFLATE"): Promise<Buffer> {
    const zip = new JSZip();
    zip.file("../evil", "x");
    zip.file("uv-1.data/scripts/uv", content);
    return zip.generateAsync({ type: "nodebuffer", compression });
  }

  async function problemOf(archive: Buffer): Promise<string> {
    const found = await extract(archive).then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.ok(found instanceof Problem, String(found));
    assert.equal(found.code, "archive-unusable");
    return found.message;
  }

  for (const compression of ["DEFLATE", "STORE"] as const) {
    it(`are written, and nothing else: ${compression}`, async () => {
      assert.deepEqual(await extract(await zipOf(Buffer.alloc(2 ** 20, "u"), compression)), []);
      assert.deepEqual(readdirSync(folder()).sort(), ["archive.zip", "uv"]);
      assert.equal(readFileSync(join(folder(), "uv")).length, 2 ** 20);
    });

    it(`are not unpacked beyond the limit: ${compression}`, async () => {
      const message = await problemOf(await zipOf(Buffer.alloc(2 ** 20 + 1), compression));
      assert.match(message, /has a program of more than 1 MiB/);
    });
  }

  it("are not taken from what is damaged", async () => {
    const archive = await zipOf(Buffer.from("program".repeat(1000)));
    assert.match(await problemOf(Buffer.from("no zip")), /is not a zip file/);
    const list = Buffer.from(archive);
    list.writeUInt32LE(0xffff_ffff, list.length - 22 + 12);
    assert.match(await problemOf(list), /is cut off/);
    const start = archive.indexOf("scripts/uv") + "scripts/uv".length;
    const packed = Buffer.from(archive).fill(0xff, start, start + 8);
    assert.match(await problemOf(packed), /has a damaged program/);
  });
});
