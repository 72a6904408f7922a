import type { LockEntry, Protocol } from "../../core/lock-entry";
import { TextNumbers } from "../../core/text-numbers";
import { packageVersionKey } from "./version-key";

/** The versions that somebody wants to know about. */
export class WantedVersions {
  readonly #versions = new TextNumbers();
  readonly #protocols: ReadonlySet<Protocol>;
  readonly #whole: ReadonlySet<Protocol>;

  /** @param whole Protocols of which every version is wanted. */
  constructor(
    versions: Iterable<Pick<LockEntry, "protocol" | "name" | "version">>,
    whole: readonly Protocol[] = [],
  ) {
    this.#whole = new Set(whole);
    const protocols = new Set(whole);
    for (const version of versions) {
      protocols.add(version.protocol);
      this.#versions.add(packageVersionKey(version));
    }
    this.#protocols = protocols;
  }

  get protocols(): readonly Protocol[] {
    return [...this.#protocols];
  }

  /**
   * Whether a version may be wanted: hardly ever true of one that is not, which then is kept for nothing.
   * @param key As `versionIn` gives it.
   */
  has(protocol: Protocol, key: string): boolean {
    return this.#whole.has(protocol) || this.#versions.has(key);
  }
}
