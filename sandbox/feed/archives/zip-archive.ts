import { crc32, deflateRawSync } from "node:zlib";

/** A file to put in an archive; `path` is relative and uses `/`. */
export interface ArchiveEntry {
  readonly path: string;
  readonly content: Buffer;
}

const DEFLATED = 8;
const VERSION_2_0 = 20;
const UTF8_NAMES = 0x0800;
// 1980-01-01, the earliest date that the format knows: the bytes do not depend on the clock.
const FIRST_DOS_DATE = 0x0021;

/**
 * Writes a zip file (APPNOTE.TXT 4.3) with every entry deflated.
 * The same entries give the same bytes with the same zlib.
 */
export function writeZip(entries: readonly ArchiveEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.path, "utf8");
    const packed = deflateRawSync(entry.content, { level: 9 });
    const shared = describeEntry(entry, packed, name);
    const file = Buffer.concat([signature(0x04034b50), shared, name, packed]);
    directory.push(directoryEntry(shared, name, offset));
    files.push(file);
    offset += file.length;
  }
  return Buffer.concat([...files, ...directory, endOfDirectory(directory, offset)]);
}

function describeEntry(entry: ArchiveEntry, packed: Buffer, name: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(VERSION_2_0, 0);
  fields.writeUInt16LE(UTF8_NAMES, 2);
  fields.writeUInt16LE(DEFLATED, 4);
  fields.writeUInt16LE(FIRST_DOS_DATE, 8);
  fields.writeUInt32LE(crc32(entry.content), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(entry.content.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function directoryEntry(shared: Buffer, name: Buffer, offset: number): Buffer {
  const madeBy = Buffer.alloc(2);
  madeBy.writeUInt16LE(VERSION_2_0);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  return Buffer.concat([signature(0x02014b50), madeBy, shared, tail, name]);
}

function endOfDirectory(directory: readonly Buffer[], offset: number): Buffer {
  const fields = Buffer.alloc(18);
  fields.writeUInt16LE(directory.length, 4);
  fields.writeUInt16LE(directory.length, 6);
  fields.writeUInt32LE(
    directory.reduce((total, entry) => total + entry.length, 0),
    8,
  );
  fields.writeUInt32LE(offset, 12);
  return Buffer.concat([signature(0x06054b50), fields]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
