import { crc32 } from "node:zlib";

/** Makes a zip whose files are stored as they are. Unix modes are kept, or 0644. */
export function makeStoredZip(
  files: Readonly<Record<string, string>>,
  modes: Readonly<Record<string, number>> = {},
): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text);
    const path = Buffer.from(name);
    const common = makeCommonHeader(content, path);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, path, content]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((0o100000 | (modes[name] ?? 0o644)) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    // Made by Unix (3), so that the upper half of the attributes is a mode.
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x03"), common, tail, path]));
    bodies.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...bodies, central, makeEnd(bodies.length, central.length, offset)]);
}

/** From "version needed" to the lengths of name and extra field: equal in both kinds of header. */
function makeCommonHeader(content: Buffer, path: Buffer): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt32LE(crc32(content), 10);
  header.writeUInt32LE(content.length, 14);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt16LE(path.length, 22);
  return header;
}

function makeEnd(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
