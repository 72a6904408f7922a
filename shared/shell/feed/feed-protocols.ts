import type { LockEntry, PackageVersion } from "../../core/lock-entry";
import type { FeedProtocol } from "../../core/protocol";

/** The protocols of a step, by name; and the keys by which packages of all of them are told apart. */
export class FeedProtocols {
  readonly #protocols: ReadonlyMap<string, FeedProtocol>;

  constructor(protocols: Iterable<FeedProtocol>) {
    this.#protocols = new Map(Array.from(protocols, (protocol) => [protocol.name, protocol]));
  }

  /** Throws a TypeError for a name of none: a reader of ours wrote it. */
  of(name: string): FeedProtocol {
    const protocol = this.#protocols.get(name);
    if (protocol === undefined) throw new TypeError(`There is no protocol ${name}`);
    return protocol;
  }

  /** A package's name in the form that is equal for equal packages. */
  packageKey({ protocol, name }: Pick<LockEntry, "protocol" | "name">): string {
    return joined(protocol, "/", this.of(protocol).packageKey(name));
  }

  /** A version of a package in the form that is equal for equal ones. */
  packageVersionKey(version: PackageVersion): string {
    return this.versionIn(this.packageKey(version), version.protocol, version.version);
  }

  /** As `packageVersionKey`, of a package whose key is known. */
  versionIn(packageKey: string, protocol: string, version: string): string {
    return joined(packageKey, "\n", this.of(protocol).versionKey(version));
  }
}

/** One flat text. A template's is a tree of its parts until it is read, and stays one more object afterwards. */
function joined(...parts: readonly string[]): string {
  return parts.join("");
}
