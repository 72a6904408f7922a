import type { LockEntry, Protocol } from "../../core/lock-entry";
import type { FeedContents, HeldVersion, UpstreamName } from "./feed-contents";
import { packageKey, versionKey } from "./version-key";

/** What a feed holds, filled from its lists. */
export class Holdings implements FeedContents {
  /** Contents of which nothing is known. */
  static readonly unknown: FeedContents = {
    known: false,
    versions: 0,
    find: () => undefined,
    hasPushed: () => false,
  };

  readonly known = true;
  versions = 0;
  readonly #packages = new Map<string, ReadonlyMap<string, HeldVersion>>();
  readonly #pushed = new Set<string>();
  readonly #upstreams: ReadonlyMap<string, UpstreamName>;

  /** `upstreams`: the feed's sources by their id in lower case. */
  constructor(upstreams: ReadonlyMap<string, UpstreamName>) {
    this.#upstreams = upstreams;
  }

  find({
    protocol,
    name,
    version,
  }: Pick<LockEntry, "protocol" | "name" | "version">): HeldVersion | undefined {
    return this.#packages.get(packageKey({ protocol, name }))?.get(versionKey(protocol, version));
  }

  hasPushed(entry: Pick<LockEntry, "protocol" | "name">): boolean {
    return this.#pushed.has(packageKey(entry));
  }

  /** Adds a package with its `MinimalPackageVersion`s. */
  add(
    protocol: Protocol,
    key: string,
    packageId: unknown,
    versions: readonly Readonly<Record<string, unknown>>[],
  ): void {
    const held = new Map<string, HeldVersion>();
    for (const { id, version, isDeleted, directUpstreamSourceId } of versions) {
      if (typeof packageId !== "string" || typeof id !== "string" || typeof version !== "string") continue;
      const deleted = isDeleted === true;
      const source = typeof directUpstreamSourceId === "string" ? directUpstreamSourceId.toLowerCase() : "";
      const upstream = this.#nameOf(source);
      if (upstream === undefined && !deleted) this.#pushed.add(key);
      if (!deleted) this.versions += 1;
      held.set(versionKey(protocol, version), {
        ...{ packageId, versionId: id, deleted },
        ...(upstream !== undefined && { upstream }),
      });
    }
    this.#packages.set(key, held);
  }

  /** A source that was removed from the feed since is still one: its versions were not pushed. */
  #nameOf(id: string): UpstreamName | undefined {
    if (/^(?:[0-]*)$/.test(id)) return undefined;
    return this.#upstreams.get(id) ?? { name: "a former upstream source", location: "" };
  }
}
