import { createReadStream, type ReadStream } from "node:fs";
import { open, readFile, readdir } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { UpstreamFileMissing } from "./upstream-registry";

/** The files of a folder that stands for a registry, read at each request. A path that would leave it is not there. */
export class FolderFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The names in a folder, sorted; undefined when there is no such folder. */
  async names(path: string): Promise<readonly string[] | undefined> {
    const place = this.#inside(path);
    const names = place === undefined ? undefined : await readdir(place).catch(undefinedIfMissing);
    return names?.sort();
  }

  /** A file's bytes; undefined when there is no such file. */
  async read(path: string): Promise<Buffer | undefined> {
    const place = this.#inside(path);
    return place === undefined ? undefined : readFile(place).catch(undefinedIfMissing);
  }

  /** A file's bytes as a stream; undefined when there is no such file. */
  async open(path: string): Promise<ReadStream | undefined> {
    const place = this.#inside(path);
    const handle = place === undefined ? undefined : await open(place).catch(undefinedIfMissing);
    if (place === undefined || handle === undefined) return undefined;
    const isFile = (await handle.stat()).isFile();
    await handle.close();
    return isFile ? createReadStream(place) : undefined;
  }

  /** @throws UpstreamFileMissing when there is no such file. */
  async openPresent(path: string): Promise<ReadStream> {
    const stream = await this.open(path);
    if (stream === undefined) throw new UpstreamFileMissing(`The folder has no ${path}`);
    return stream;
  }

  #inside(path: string): string | undefined {
    const place = resolve(this.#folder, path);
    return place.startsWith(resolve(this.#folder) + sep) ? place : undefined;
  }
}

function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "EISDIR") return undefined;
  throw error;
}
