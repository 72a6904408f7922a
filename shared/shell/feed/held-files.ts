import type { LockEntry } from "../../core/lock-entry";
import { feedCall } from "../../core/rest-address";
import { readJson } from "./answer";
import type { FeedAccess } from "./feed-access";
import type { FeedContents, HeldVersion } from "./holdings";
import { Aborted, type Requests } from "./requests";

type Ids = NonNullable<HeldVersion["ids"]>;

/**
 * Tells what need not be asked for again. Where a version is one file, the feed's list of versions says it all. Of
 * other protocols a version may be there with some of its files only (what one platform installed), and the list names
 * no files: one call per version that is there does (`PackageVersion.files`, specification/artifacts/7.2/feed.json).
 * With `versions` that call is saved, at the price of files that stay unsaved.
 */
export class HeldFiles {
  readonly #access: FeedAccess;
  readonly #requests: Requests;
  readonly #held: FeedContents | undefined;
  readonly #resume: "files" | "versions";
  readonly #asked = new Map<string, Promise<ReadonlySet<string>>>();

  constructor(
    access: FeedAccess,
    requests: Requests,
    held: FeedContents | undefined,
    resume: "files" | "versions",
  ) {
    this.#access = access;
    this.#requests = requests;
    this.#held = held;
    this.#resume = resume;
  }

  /** The version of an entry, when it is in the feed, so that its files may be. */
  find(entry: LockEntry): HeldVersion | undefined {
    const version = this.#held?.find(entry);
    return version?.deleted === false ? version : undefined;
  }

  /** Whether a file of an entry's version is in the feed. Without a file: only known where a version is one. */
  async has({ protocol }: LockEntry, { ids }: HeldVersion, file: string | undefined): Promise<boolean> {
    if (this.#resume === "versions" || this.#access.protocols.of(protocol).hasOneFile) return true;
    if (file === undefined || ids === undefined) return false;
    return (await this.#files(ids)).has(nameOf(file));
  }

  #files(ids: Ids): Promise<ReadonlySet<string>> {
    const [, versionId] = ids;
    const asked = this.#asked.get(versionId) ?? this.#ask(ids);
    // Entries of one version come side by side; a few hundred versions are more than all workers have in hand.
    if (this.#asked.size >= 500) this.#asked.clear();
    this.#asked.set(versionId, asked);
    return asked;
  }

  /** No files when the feed does not tell: then each is asked for, which is always right. */
  async #ask(ids: Ids): Promise<ReadonlySet<string>> {
    const path = ids.map(encodeURIComponent).join("/Versions/");
    try {
      const { value } = await this.#requests.get(
        feedCall(this.#access, `Packages/${path}?api-version=7.1-preview.1`),
        readJson,
      );
      const files = (value as { files?: unknown } | null)?.files;
      const names = Array.isArray(files) ? files.map((file: { name?: unknown } | null) => file?.name) : [];
      return new Set(names.filter((name) => typeof name === "string").map(nameOf));
    } catch (error) {
      if (error instanceof Aborted) throw error;
      return new Set();
    }
  }
}

/** An entry's file may be a path; the feed lists files by their last segment. */
function nameOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).toLowerCase();
}
