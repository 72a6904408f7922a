import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import type { ReadStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Lower-case hex digests of a file. */
export interface Digests {
  readonly md5: string;
  readonly sha1: string;
  readonly sha256: string;
  readonly sha512: string;
}

/** A file that was written to the store. */
export interface WrittenFile {
  readonly size: number;
  readonly digests: Digests;
}

/** The received bytes are not the promised ones. */
export class DigestMismatch extends Error {
  override readonly name = "DigestMismatch";
}

const algorithms = ["md5", "sha1", "sha256", "sha512"] as const;

/** Package files on disk, named by their SHA-256; the same bytes in two feeds are one file. */
export class FileStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Streams the bytes to disk and names them when they are complete.
   * @param sha256 The digest that the sender promised, hex, any case.
   * @throws DigestMismatch when they have another one; nothing is kept then.
   */
  async write(source: Readable, sha256?: string): Promise<WrittenFile> {
    await mkdir(this.#folder, { recursive: true });
    const partial = join(this.#folder, `${randomUUID()}.partial`);
    const hashes = algorithms.map((algorithm) => createHash(algorithm));
    let size = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length;
        for (const hash of hashes) hash.update(chunk);
        done(null, chunk);
      },
    });
    try {
      await pipeline(source, measure, createWriteStream(partial));
      const [md5 = "", sha1 = "", actual = "", sha512 = ""] = hashes.map((hash) => hash.digest("hex"));
      if (sha256 !== undefined && sha256.toLowerCase() !== actual) {
        throw new DigestMismatch(`Expected sha256 ${sha256.toLowerCase()}, received ${actual}.`);
      }
      await rename(partial, this.#path(actual));
      return { size, digests: { md5, sha1, sha256: actual, sha512 } };
    } finally {
      await rm(partial, { force: true });
    }
  }

  /** Stores bytes that are in memory already: seeds and fixtures. */
  writeBuffer(content: Buffer): Promise<WrittenFile> {
    return this.write(Readable.from([content]));
  }

  /** Size in bytes and time of writing; undefined when the store has no such file. */
  async stat(sha256: string): Promise<{ size: number; modified: Date } | undefined> {
    try {
      const found = await stat(this.#path(sha256));
      return { size: found.size, modified: found.mtime };
    } catch {
      return undefined;
    }
  }

  /** Reads a stored file, or the bytes `start` to `end` of it, both included. */
  read(sha256: string, range: { start?: number; end?: number } = {}): ReadStream {
    return createReadStream(this.#path(sha256), range);
  }

  #path(sha256: string): string {
    return join(this.#folder, `${sha256}.blob`);
  }
}
