import type { Readable } from "node:stream";
import { Problem } from "../http/problem";
import { DigestMismatch } from "../store/file-store";
import type { FileStore } from "../store/file-store";
import { UpstreamFileMissing } from "../upstream/upstream-registry";
import type { UpstreamSource } from "../upstream/upstream-registry";
import type { Feed } from "../world/model";
import type { StoredFile } from "./stored-version";
import { upstreamUnavailable } from "./upstream-listings";
import type { VersionFile } from "./version-key";

/** A file of an upstream source that is to be saved in a feed. */
export interface UpstreamFile extends VersionFile {
  readonly upstream: UpstreamSource;
  /** Hex digest promised by the source. */
  readonly sha256?: string;
  /** Starts the transfer; undefined when the source does not have the file after all. */
  open(): Promise<Readable | undefined>;
}

/** Saves files of upstream sources; requests for one file at the same time share one transfer. */
export class VersionSaver {
  readonly #store: FileStore;
  readonly #underWay = new Map<string, Promise<StoredFile | undefined>>();

  constructor(store: FileStore) {
    this.#store = store;
  }

  /**
   * Streams the file into the store and enters it in the feed, unless that is done when it is fetched.
   * @param userAgent Who it is saved for.
   * @returns undefined when the source does not have it.
   * @throws Problem what `open` refuses, 503 when the source is down or breaks off, 502 when its bytes are not the promised ones.
   */
  async save(feed: Feed, wanted: UpstreamFile, userAgent: string): Promise<StoredFile | undefined> {
    const key = [feed.id, wanted.protocol, wanted.name, wanted.normalizedVersion, wanted.file].join("/");
    const saving = this.#underWay.get(key) ?? this.#transfer(feed, wanted, userAgent);
    this.#underWay.set(key, saving);
    try {
      return await saving;
    } finally {
      this.#underWay.delete(key);
    }
  }

  async #transfer(feed: Feed, wanted: UpstreamFile, savedFor: string): Promise<StoredFile | undefined> {
    try {
      const body = await wanted.open();
      if (body === undefined) return undefined;
      const written = await this.#store.write(body, wanted.sha256);
      const { protocol, name, version, normalizedVersion, file, metadata, upstream } = wanted;
      const stored: StoredFile = {
        ...{ protocol, name, version, normalizedVersion, file, upstream, savedFor },
        ...written,
        storedAt: new Date(),
        ...(metadata !== undefined && { metadata }),
      };
      if (feed.savesWhen === "asked") feed.contents.add(stored);
      return stored;
    } catch (error) {
      if (error instanceof UpstreamFileMissing) return undefined;
      if (error instanceof DigestMismatch) throw new Problem(502, "InvalidPackageException", error.message);
      if (error instanceof Problem) throw error;
      throw upstreamUnavailable(wanted.upstream);
    }
  }
}
