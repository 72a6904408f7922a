import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { fromBuffer, type Entry } from "yauzl";
import { writeTarGzip } from "../../../../sandbox/feed/archives/tar-archive";
import { writeZip } from "../../../../sandbox/feed/archives/zip-archive";

const ENTRIES = [
  { path: "empty.txt", content: Buffer.alloc(0) },
  { path: "a/b/text.txt", content: Buffer.from("line\n".repeat(500)) },
  { path: "a/ünïcode.bin", content: Buffer.from(Array.from({ length: 512 }, (_, at) => (at * 7) % 256)) },
];

async function readZip(zip: Buffer): Promise<{ path: string; content: Buffer }[]> {
  const found: { path: string; content: Buffer }[] = [];
  await new Promise<void>((resolve, reject) => {
    fromBuffer(zip, { lazyEntries: true }, (error, file) => {
      if (error !== null) {
        reject(error);
        return;
      }
      file.on("end", resolve).on("error", reject);
      file.on("entry", (entry: Entry) => {
        file.openReadStream(entry, (openError, stream) => {
          if (openError !== null) {
            reject(openError);
            return;
          }
          const parts: Buffer[] = [];
          stream.on("data", (part: Buffer) => parts.push(part));
          stream.on("end", () => {
            found.push({ path: entry.fileName, content: Buffer.concat(parts) });
            file.readEntry();
          });
        });
      });
      file.readEntry();
    });
  });
  return found;
}

describe("the archive writers", () => {
  it("write a zip that another reader gives back whole", async () => {
    assert.deepEqual(await readZip(writeZip(ENTRIES)), ENTRIES);
  });

  it("write a zip of the same bytes each time", () => {
    assert.deepEqual(writeZip(ENTRIES), writeZip(ENTRIES));
  });

  it("write a tar that tar unpacks", () => {
    const folder = mkdtempSync(join(tmpdir(), "feedpass-tar-"));
    try {
      writeFileSync(join(folder, "packed.tgz"), writeTarGzip(ENTRIES));
      execFileSync("tar", ["-xzf", "packed.tgz"], { cwd: folder });
      for (const { path, content } of ENTRIES) assert.deepEqual(readFileSync(join(folder, path)), content);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("write a tar of whole blocks, without a date and without the name of a system", () => {
    const packed = writeTarGzip(ENTRIES);
    assert.equal(packed.readUInt32LE(4), 0);
    assert.equal(packed[9], 255);
    assert.equal(gunzipSync(packed).length % 512, 0);
  });

  it("refuse a tar path that does not fit", () => {
    const path = "d/".repeat(60);
    assert.throws(() => writeTarGzip([{ path, content: Buffer.alloc(0) }]), RangeError);
  });
});
