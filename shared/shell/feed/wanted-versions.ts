import type { LockEntry } from "../../core/lock-entry";
import { TextNumbers } from "../../core/text-numbers";
import { packageVersionKey } from "./feed-protocols";

/** The versions that somebody wants to know about. */
export class WantedVersions {
  readonly #versions = new TextNumbers();
  readonly #protocols: ReadonlySet<string>;
  readonly #whole: ReadonlySet<string>;

  /** @param whole Protocols of which every version is wanted. */
  constructor(
    versions: Iterable<Pick<LockEntry, "protocol" | "name" | "version">>,
    whole: readonly string[] = [],
  ) {
    this.#whole = new Set(whole);
    const protocols = new Set(whole);
    for (const version of versions) {
      protocols.add(version.protocol);
      this.#versions.add(packageVersionKey(version));
    }
    this.#protocols = protocols;
  }

  get protocols(): readonly string[] {
    return [...this.#protocols];
  }

  /**
   * Whether a version may be wanted: hardly ever true of one that is not, which then is kept for nothing.
   * @param key As `versionIn` gives it.
   */
  has(protocol: string, key: string): boolean {
    return this.#whole.has(protocol) || this.#versions.has(key);
  }
}
