import type { PackageVersion } from "../../core/lock-entry";
import type { FeedProtocol } from "../../core/protocol";
import { TextNumbers } from "../../core/text-numbers";
import { keyIn, versionIn, type FeedProtocols } from "./feed-protocols";

/** An upstream source of a feed, as the feed names it. */
export interface UpstreamName {
  readonly name: string;
  readonly location: string;
}

/** A version that a feed holds, or held until it was deleted. */
export interface HeldVersion {
  readonly deleted: boolean;
  /** Ids of package and version, to ask for its files with; absent where a version is one file. */
  readonly ids?: readonly [string, string];
  /** The upstream source that it was saved from; absent for a version that was pushed. */
  readonly upstream?: UpstreamName;
}

type PackageName = Pick<PackageVersion, "protocol" | "name">;

/** What a feed holds of the versions that were asked about. */
export interface FeedContents {
  /** false: the feed's REST list could not be read, and nothing is known. */
  readonly known: boolean;
  /** How many of the versions that were asked about the feed holds or held. */
  readonly size: number;
  /** The version of an entry. */
  find(entry: PackageVersion): HeldVersion | undefined;
  /** Whether the package has versions that were pushed, which can block those of public registries. */
  hasPushed(entry: PackageName): boolean;
}

/** The versions that somebody wants to know about. */
export class WantedVersions {
  readonly #versions = new TextNumbers();
  readonly #protocols: ReadonlySet<string>;
  readonly #whole: ReadonlySet<string>;

  /** @param whole Protocols of which every version is wanted. */
  constructor(keys: FeedProtocols, versions: Iterable<PackageVersion>, whole: readonly string[] = []) {
    this.#whole = new Set(whole);
    const protocols = new Set(whole);
    for (const version of versions) {
      protocols.add(version.protocol);
      this.#versions.add(keys.packageVersionKey(version));
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

/** A package of a feed's list (`Package`, specification/artifacts/7.2/feed.json), as far as it is read. */
export interface ListedPackage {
  readonly name: unknown;
  readonly normalizedName: unknown;
  readonly id: unknown;
  readonly versions: readonly Readonly<Record<string, unknown>>[];
}

/** What a feed holds, filled from its lists. */
export class Holdings implements FeedContents {
  /** Contents of which nothing is known. */
  static readonly unknown: FeedContents = {
    known: false,
    size: 0,
    find: () => undefined,
    hasPushed: () => false,
  };

  readonly known = true;
  readonly #versions = new Map<string, HeldVersion>();
  /** Versions of one file differ in so little that one object stands for thousands. */
  readonly #alike = new Map<string, HeldVersion>();
  readonly #pushed = new Set<string>();
  readonly #protocols: FeedProtocols;
  readonly #upstreams: ReadonlyMap<string, UpstreamName>;

  /** @param upstreams The feed's sources by their id in lower case. */
  constructor(protocols: FeedProtocols, upstreams: ReadonlyMap<string, UpstreamName>) {
    this.#protocols = protocols;
    this.#upstreams = upstreams;
  }

  get size(): number {
    return this.#versions.size;
  }

  find(version: PackageVersion): HeldVersion | undefined {
    return this.#versions.get(this.#protocols.packageVersionKey(version));
  }

  hasPushed(entry: PackageName): boolean {
    return this.#pushed.has(this.#protocols.packageKey(entry));
  }

  /** Adds what is wanted of a package with its `MinimalPackageVersion`s. */
  add(
    protocol: FeedProtocol,
    { name, normalizedName, id: packageId, versions }: ListedPackage,
    wanted: WantedVersions,
  ): void {
    const keys = new Set(namesOf({ name, normalizedName }).map((each) => keyIn(protocol, each)));
    for (const { id, version, isDeleted, directUpstreamSourceId } of versions) {
      if (typeof packageId !== "string" || typeof id !== "string" || typeof version !== "string") continue;
      const deleted = isDeleted === true;
      const source = typeof directUpstreamSourceId === "string" ? directUpstreamSourceId.toLowerCase() : "";
      for (const key of keys) {
        if (isNoSource(source) && !deleted) this.#pushed.add(key);
        const full = versionIn(key, protocol, version);
        if (!wanted.has(protocol.name, full)) continue;
        const held = this.#heldVersion(source, deleted);
        this.#versions.set(full, protocol.hasOneFile ? held : { ...held, ids: [packageId, id] });
      }
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

/** The names by which a package may be wanted: as it was published, and as the service normalizes it. */
export function namesOf(listed: {
  readonly name: unknown;
  readonly normalizedName: unknown;
}): readonly string[] {
  const names = [listed.name, listed.normalizedName].filter((each) => typeof each === "string");
  return names[0] === names[1] ? names.slice(0, 1) : names;
}

/** No id, or the one of zeros. */
function isNoSource(id: string): boolean {
  return /^[0-]*$/.test(id);
}
