import type { LockEntry } from "../../core/lock-entry";
import type { FeedContents, HeldVersion, UpstreamName } from "./feed-contents";
import { packageKey, packageVersionKey, versionIn } from "./feed-protocols";
import type { WantedVersions } from "./wanted-versions";

/** What a feed holds, filled from its lists. */
export class Holdings implements FeedContents {
  /** Contents of which nothing is known. */
  static readonly unknown: FeedContents = {
    known: false,
    find: () => undefined,
    hasPushed: () => false,
  };

  readonly known = true;
  readonly #versions = new Map<string, HeldVersion>();
  /** Crates' versions differ in so little that one object stands for thousands. */
  readonly #alike = new Map<string, HeldVersion>();
  readonly #pushed = new Set<string>();
  readonly #upstreams: ReadonlyMap<string, UpstreamName>;

  /** `upstreams`: the feed's sources by their id in lower case. */
  constructor(upstreams: ReadonlyMap<string, UpstreamName>) {
    this.#upstreams = upstreams;
  }

  find(version: Pick<LockEntry, "protocol" | "name" | "version">): HeldVersion | undefined {
    return this.#versions.get(packageVersionKey(version));
  }

  hasPushed(entry: Pick<LockEntry, "protocol" | "name">): boolean {
    return this.#pushed.has(packageKey(entry));
  }

  /** Adds what is wanted of a package with its `MinimalPackageVersion`s. */
  add(
    protocol: string,
    key: string,
    packageId: unknown,
    versions: readonly Readonly<Record<string, unknown>>[],
    wanted: WantedVersions,
  ): void {
    for (const { id, version, isDeleted, directUpstreamSourceId } of versions) {
      if (typeof packageId !== "string" || typeof id !== "string" || typeof version !== "string") continue;
      const deleted = isDeleted === true;
      const source = typeof directUpstreamSourceId === "string" ? directUpstreamSourceId.toLowerCase() : "";
      if (isNoSource(source) && !deleted) this.#pushed.add(key);
      const full = versionIn(key, protocol, version);
      if (!wanted.has(protocol, full)) continue;
      const held = this.#heldVersion(source, deleted);
      this.#versions.set(full, protocol === "cargo" ? held : { ...held, ids: [packageId, id] });
    }
  }

  #heldVersion(source: string, deleted: boolean): HeldVersion {
    const key = `${source} ${deleted}`;
    const known = this.#alike.get(key) ?? { deleted, ...this.#upstreamOf(source) };
    this.#alike.set(key, known);
    return known;
  }

  /** A source that was removed from the feed since is still one: its versions were not pushed. */
  #upstreamOf(id: string): Pick<HeldVersion, "upstream"> {
    if (isNoSource(id)) return {};
    return { upstream: this.#upstreams.get(id) ?? { name: "a former upstream source", location: "" } };
  }
}

/** No id, or the one of zeros. */
function isNoSource(id: string): boolean {
  return /^[0-]*$/.test(id);
}
