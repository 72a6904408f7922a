import type { LockEntry } from "../../core/lock-entry";
import { feedCall } from "../../core/rest-address";
import type { FeedAccess } from "./feed-access";
import type { FeedContents, HeldVersion } from "./holdings";
import { Aborted, type Requests } from "./requests";
import { fileName, filesOf, type HeldFile, type VersionFiles } from "./version-files";

/** What the feed says of a file without being asked for it. */
export type FileState = "held" | "wrong" | "unverified" | "missing" | "unknown";

type FilesById = ReadonlyMap<string, readonly HeldFile[]>;

/**
 * Tells what need not be asked for again. A version may be there with some of its files only (what one platform
 * installed), and with another file than the lock file names. The feed's log of changes tells it of most versions at once;
 * of a package that it did not tell about, one call does (`Packages/{id}/versions`, specification/artifacts/7.2/feed.json).
 */
export class HeldFiles {
  readonly #access: FeedAccess;
  readonly #requests: Requests;
  readonly #held: FeedContents | undefined;
  readonly #files: VersionFiles | undefined;
  readonly #asked = new Map<string, Promise<FilesById>>();

  constructor(
    access: FeedAccess,
    requests: Requests,
    held: FeedContents | undefined,
    files: VersionFiles | undefined,
  ) {
    this.#access = access;
    this.#requests = requests;
    this.#held = held;
    this.#files = files;
  }

  /** The version of an entry, when it is in the feed, so that its files may be. */
  find(entry: LockEntry): HeldVersion | undefined {
    const version = this.#held?.find(entry);
    return version?.deleted === false ? version : undefined;
  }

  /**
   * What is known of one file of an entry's version: `unverified`, it is there, and nothing that was told so far says
   * whether it is the right one; `unknown`, the feed does not tell which files there are.
   */
  async stateOf(entry: LockEntry, version: HeldVersion, file: string | undefined): Promise<FileState> {
    const isOnly = this.#access.protocols.of(entry.protocol).hasOneFile;
    const files = this.#files?.of(entry) ?? (isOnly ? [] : await this.#ask(version));
    if (!isOnly && (file === undefined || files === undefined)) return "unknown";
    const name = fileName(file ?? "");
    const held = isOnly ? files?.[0] : files?.find((each) => each.name === name);
    return held === undefined && !isOnly ? "missing" : agreement(entry, held?.sha256);
  }

  /** Undefined when the feed does not tell: then each is asked for, which is always right. */
  async #ask({ ids }: HeldVersion): Promise<readonly HeldFile[] | undefined> {
    if (ids === undefined) return undefined;
    const [packageId, versionId] = ids;
    const asked = this.#asked.get(packageId) ?? this.#askPackage(packageId);
    // Entries of one package come side by side; a few hundred packages are more than all workers have in hand.
    if (this.#asked.size >= 500) this.#asked.clear();
    this.#asked.set(packageId, asked);
    return (await asked).get(versionId);
  }

  async #askPackage(packageId: string): Promise<FilesById> {
    const path = `Packages/${encodeURIComponent(packageId)}/versions`;
    try {
      const { value } = await this.#requests.call(feedCall(this.#access, path));
      const versions: unknown = (value as { value?: unknown } | null | undefined)?.value;
      return new Map(
        (Array.isArray(versions) ? versions : []).flatMap((each: { id?: unknown } | null) =>
          typeof each?.id === "string" ? [[each.id, filesOf(each)] as const] : [],
        ),
      );
    } catch (error) {
      if (error instanceof Aborted) throw error;
      return new Map();
    }
  }
}

function agreement({ hashes }: LockEntry, sha256: string | undefined): FileState {
  if (hashes.length === 0) return "held";
  const comparable = hashes.filter(({ algorithm }) => algorithm === "sha256");
  if (sha256 === undefined || comparable.length === 0) return "unverified";
  if (comparable.some(({ hex }) => hex === sha256)) return "held";
  // Any hash of the entry makes a file right, so one of another algorithm may still do.
  return comparable.length === hashes.length ? "wrong" : "unverified";
}
