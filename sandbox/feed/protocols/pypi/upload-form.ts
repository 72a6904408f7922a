import busboy from "busboy";
import type { IncomingMessage } from "node:http";
import { badRequest } from "../../http/problem";
import type { FileStore, WrittenFile } from "../../store/file-store";

/** An upload form: its fields, and its one file, already in the store. */
export interface UploadForm {
  readonly fields: ReadonlyMap<string, string>;
  readonly filename: string;
  readonly written: WrittenFile;
}

/**
 * Reads the multipart form of the upload API; the file goes to disk as it comes.
 * @throws Problem 400 for a body that is no such form or is broken off.
 */
export async function readUploadForm(request: IncomingMessage, store: FileStore): Promise<UploadForm> {
  const fields = new Map<string, string>();
  const files: Promise<{ filename: string; written: WrittenFile }>[] = [];
  try {
    const parser = busboy({ headers: request.headers, limits: { files: 1, fieldSize: 4 * 1024 * 1024 } });
    parser.on("field", (name, value) => {
      // Repeated fields (classifiers) are of no use here, only the first of a name counts.
      if (!fields.has(name)) fields.set(name, value);
    });
    parser.on("file", (_name, stream, info) => {
      const filename = info.filename ?? "";
      const writing = store.write(stream).then((written) => ({ filename, written }));
      // The form may fail first; the write then fails too and must not go unhandled.
      writing.catch(() => undefined);
      files.push(writing);
    });
    await new Promise<void>((resolve, reject) => {
      parser.once("close", resolve);
      parser.once("error", reject);
      request.once("aborted", () => {
        reject(new Error("The request was broken off."));
      });
      request.pipe(parser);
    });
    const file = await files[0];
    if (file === undefined || file.filename === "") throw new Error("The form has no file.");
    return { fields, ...file };
  } catch (error) {
    request.unpipe();
    const reason = error instanceof Error ? error.message : "unreadable";
    throw badRequest("InvalidPackageException", `The upload form cannot be read: ${reason}`);
  }
}

/** @throws Problem 400 when the form promised another digest. */
export function refuseWrongDigest(form: UploadForm): void {
  const promised = form.fields.get("sha256_digest")?.toLowerCase();
  const { sha256 } = form.written.digests;
  if (promised === undefined || promised === sha256) return;
  throw badRequest("InvalidPackageException", `sha256_digest is ${promised}, the file has ${sha256}.`);
}
