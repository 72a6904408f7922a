import { gzipSync } from "node:zlib";
import type { ArchiveEntry } from "./zip-archive";

const BLOCK = 512;

/**
 * Writes a gzip-compressed ustar archive (POSIX.1-1988) of plain files, mode 0644, dated at the epoch.
 * Throws a RangeError for a path of more than 100 bytes, which needs a header this writer does not make.
 */
export function writeTarGzip(entries: readonly ArchiveEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => [header(entry), entry.content, padding(entry.content.length)]);
  const packed = gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 9 });
  // The tenth byte names the operating system that compressed (RFC 1952, 2.3.1): 255 is "unknown".
  packed[9] = 255;
  return packed;
}

function header(entry: ArchiveEntry): Buffer {
  if (Buffer.byteLength(entry.path) > 100) {
    throw new RangeError(`The path ${entry.path} does not fit in a ustar name of 100 bytes`);
  }
  const block = Buffer.alloc(BLOCK);
  block.write(entry.path, 0);
  block.write("0000644\0", 100);
  block.write("0000000\0", 108);
  block.write("0000000\0", 116);
  block.write(`${octal(entry.content.length, 11)}\0`, 124);
  block.write(`${octal(0, 11)}\0`, 136);
  block.write("        0", 148);
  block.write("ustar\0" + "00", 257);
  // The checksum is taken with its own field read as blanks.
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(`${octal(checksum, 6)}\0 `, 148);
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}

function padding(length: number): Buffer {
  return Buffer.alloc((BLOCK - (length % BLOCK)) % BLOCK);
}
