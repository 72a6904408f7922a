import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { fromBufferPromise } from "yauzl";

export interface ArchiveFile {
  readonly content: Buffer;
  /** Unix permission bits as the archive stores them; 0 when it has none. */
  readonly mode: number;
}

export interface VsixArchive {
  /** Hexadecimal SHA-256 of the whole archive. */
  readonly digest: string;
  /** By path in the archive, with `/`, unescaped; folders are left out. */
  readonly files: ReadonlyMap<string, ArchiveFile>;
}

/** Reads a whole .vsix (a zip) into memory. Throws when it is unreadable or no zip. */
export async function readVsix(file: string): Promise<VsixArchive> {
  const bytes = await readFile(file);
  const zip = await fromBufferPromise(bytes, { lazyEntries: true });
  const files = new Map<string, ArchiveFile>();
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith("/")) {
      continue;
    }
    const content = await buffer(await zip.openReadStreamPromise(entry));
    files.set(decodeName(entry.fileName), { content, mode: (entry.externalFileAttributes >>> 16) & 0o777 });
  }
  return { digest: createHash("sha256").update(bytes).digest("hex"), files };
}

/** Part names of an OPC package may be percent-encoded (ECMA-376 part 2); the packager of extensions does not. */
function decodeName(name: string): string {
  try {
    return decodeURI(name);
  } catch {
    return name;
  }
}
