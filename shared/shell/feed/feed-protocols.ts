import type { LockEntry, PackageVersion } from "../../core/lock-entry";
import type { FeedProtocol } from "../../core/protocol";

/** The protocols of a step, by name; and the keys by which packages of all of them are told apart. */
export class FeedProtocols {
  readonly #protocols: ReadonlyMap<string, FeedProtocol>;
  readonly #listed: ReadonlyMap<string, FeedProtocol>;

  constructor(protocols: Iterable<FeedProtocol>) {
    const all = [...protocols];
    this.#protocols = new Map(all.map((protocol) => [protocol.name, protocol]));
    this.#listed = new Map(all.map((protocol) => [protocol.listName.toLowerCase(), protocol]));
  }

  /** Throws a TypeError for a name of none: a reader of ours wrote it. */
  of(name: string): FeedProtocol {
    const protocol = this.#protocols.get(name);
    if (protocol === undefined) throw new TypeError(`There is no protocol ${name}`);
    return protocol;
  }

  /** The protocol that a feed's lists call so (`protocolType`), in any case; undefined for one of none. */
  listed(listName: string): FeedProtocol | undefined {
    return this.#listed.get(listName.toLowerCase());
  }

  /** A package's name in the form that is equal for equal packages. */
  packageKey({ protocol, name }: Pick<LockEntry, "protocol" | "name">): string {
    return keyIn(this.of(protocol), name);
  }

  /** A version of a package in the form that is equal for equal ones. */
  packageVersionKey({ protocol, name, version }: PackageVersion): string {
    const known = this.of(protocol);
    return flat([protocol, "/", known.packageKey(name), "\n", known.versionKey(version)]);
  }
}

/** As `FeedProtocols.packageKey`, of a package of a protocol. */
export function keyIn(protocol: FeedProtocol, name: string): string {
  return flat([protocol.name, "/", protocol.packageKey(name)]);
}

/** As `FeedProtocols.packageVersionKey`, of a package whose key is known. */
export function versionIn(packageKey: string, protocol: FeedProtocol, version: string): string {
  return flat([packageKey, "\n", protocol.versionKey(version)]);
}

/** One flat text. A template's is a tree of its parts until it is read, and stays one more object afterwards. */
function flat(parts: readonly string[]): string {
  return parts.join("");
}
