import { createWriteStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createInflateRaw } from "node:zlib";
import { Problem } from "../../core/problem";

/** An entry of a zip file (PKWARE APPNOTE 6.3, 4.3.12), as far as it is needed. */
interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packedSize: number;
  readonly headerAt: number;
}

/** A program to take out of an archive: the name that it gets, and the path of its entry. */
export interface WantedProgram {
  readonly name: string;
  readonly entry: RegExp;
}

/** The largest program that is taken out of an archive, in MiB: the largest known has 60, and a bomb a thousandfold. */
export const largestProgram = 512;

/**
 * Writes programs out of a zip file into a folder, executable. The names in the folder are those that are asked for, so
 * no path of the archive is ever followed. Gives the names of those that the archive does not have. Throws a Problem for
 * a file that is no zip, or that unpacks to more than a program can be.
 * @param mebibytes The limit.
 */
export async function extractPrograms(
  archive: string,
  folder: string,
  wanted: readonly WantedProgram[],
  mebibytes = largestProgram,
): Promise<readonly string[]> {
  const file = await open(archive, "r");
  const missing: string[] = [];
  try {
    const entries = await readEntries(file);
    for (const { name, entry: pattern } of wanted) {
      const entry = entries.find((each) => pattern.test(each.name));
      if (entry === undefined) missing.push(name);
      else await writeEntry(file, entry, join(folder, name), mebibytes);
    }
  } finally {
    await file.close();
  }
  return missing;
}

async function readEntries(file: FileHandle): Promise<readonly ZipEntry[]> {
  const { size } = await file.stat();
  // The end record has at most 64 KB of comment behind it (4.3.16).
  const tail = await readBytes(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const end = tail.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  if (end === -1 || end + 22 > tail.length) throw unusable("is not a zip file");
  const directory = await readBytes(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= directory.length;) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw unusable("has a damaged list of files");
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString("utf8", at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      packedSize: directory.readUInt32LE(at + 20),
      headerAt: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function writeEntry(
  file: FileHandle,
  entry: ZipEntry,
  target: string,
  mebibytes: number,
): Promise<void> {
  const header = await readBytes(file, entry.headerAt, 30);
  const start = entry.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (entry.method !== 0 && entry.method !== 8) throw unusable("is packed in a way that is not known");
  const packed = Readable.from(chunks(file, start, entry.packedSize));
  const output = createWriteStream(target, { mode: 0o755, flags: "wx" });
  const limited = limit(mebibytes);
  try {
    if (entry.method === 0) await pipeline(packed, limited, output);
    else await pipeline(packed, createInflateRaw(), limited, output);
  } catch (error) {
    if (error instanceof Error && "code" in error && /^Z_/.test(String(error.code)))
      throw unusable("has a damaged program");
    throw error;
  }
}

/** What the archive says of an entry's size is not trusted: what comes out is counted. */
function limit(mebibytes: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > mebibytes * 2 ** 20) done(unusable(`has a program of more than ${mebibytes} MiB`));
      else done(null, chunk);
    },
  });
}

async function* chunks(file: FileHandle, start: number, size: number): AsyncGenerator<Buffer> {
  const most = 1 << 18;
  for (let done = 0; done < size; done += most)
    yield await readBytes(file, start + done, Math.min(most, size - done));
}

async function readBytes(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { size } = await file.stat();
  if (position + length > size) throw unusable("is cut off");
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead !== length) throw unusable("is cut off");
  return buffer;
}

function unusable(what: string): Problem {
  return new Problem(
    "archive-unusable",
    `The archive that the feed gave ${what}.`,
    "Remove the version from the feed, so that it is saved anew from its upstream source, or install the program in an earlier step.",
  );
}
