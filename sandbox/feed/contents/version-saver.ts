import type { Readable } from "node:stream";
import { Problem } from "../http/problem";
import { DigestMismatch } from "../store/file-store";
import type { FileStore } from "../store/file-store";
import { UpstreamFileMissing } from "../upstream/upstream-registry";
import type { Feed, UpstreamSource } from "../world/model";
import type { StoredFile, VersionKey } from "./stored-version";
import { upstreamUnavailable } from "./upstream-listings";

/** A file of an upstream source that is to be saved in a feed. */
export interface UpstreamFile extends VersionKey {
  readonly file: string;
  readonly upstream: UpstreamSource;
  /** Hex digest promised by the source. */
  readonly sha256?: string;
  readonly requiresPython?: string;
  readonly indexEntry?: object;
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
   * Streams the file into the store and enters it in the feed.
   * @returns undefined when the source does not have it.
   * @throws Problem 503 when the source is down or breaks off, 502 when its bytes are not the promised ones.
   */
  async save(feed: Feed, wanted: UpstreamFile): Promise<StoredFile | undefined> {
    const key = [feed.id, wanted.protocol, wanted.name, wanted.normalizedVersion, wanted.file].join("/");
    const saving = this.#underWay.get(key) ?? this.#transfer(feed, wanted);
    this.#underWay.set(key, saving);
    try {
      return await saving;
    } finally {
      this.#underWay.delete(key);
    }
  }

  async #transfer(feed: Feed, wanted: UpstreamFile): Promise<StoredFile | undefined> {
    try {
      const body = await wanted.open();
      if (body === undefined) return undefined;
      const written = await this.#store.write(body, wanted.sha256);
      const { protocol, name, version, normalizedVersion, file, upstream } = wanted;
      const stored: StoredFile = {
        ...{ protocol, name, version, normalizedVersion, file, upstream },
        ...written,
        storedAt: new Date(),
        ...(wanted.requiresPython !== undefined && { requiresPython: wanted.requiresPython }),
        ...(wanted.indexEntry !== undefined && { indexEntry: wanted.indexEntry }),
      };
      feed.contents.add(stored);
      return stored;
    } catch (error) {
      if (error instanceof UpstreamFileMissing) return undefined;
      if (error instanceof DigestMismatch) throw new Problem(502, "InvalidPackageException", error.message);
      throw upstreamUnavailable(wanted.upstream);
    }
  }
}
