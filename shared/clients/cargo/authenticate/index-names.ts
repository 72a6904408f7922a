import { logAddress, logText } from "../../../core/log-text";
import { Problem } from "../../../core/problem";
import type { Registry, Replacement } from "../registries";

/** What Cargo knows when it is run in one folder: of the environment, then of the files from the strongest on. */
export interface Layer {
  readonly registries: readonly Registry[];
  readonly replacement?: Replacement;
}

/** What the folders call an index, of those that `key` makes equal: a registry's name, else a source's. */
export class IndexNames {
  readonly #layers: readonly ReadonlyMap<string, Registry>[];
  readonly #key: (index: string) => string;

  constructor(layers: readonly Layer[], key: (index: string) => string) {
    this.#key = key;
    this.#layers = layers.map(({ registries }) => {
      const found = new Map<string, Registry>();
      for (const registry of registries) {
        const known = found.get(key(registry.index));
        if (known === undefined || (isSource(known) && !isSource(registry)))
          found.set(key(registry.index), registry);
      }
      return found;
    });
  }

  /** The one name of an index in all folders that know it. Throws a Problem where registries differ in it. */
  at(index: string): Registry | undefined {
    const found = this.#layers.flatMap((layer) => layer.get(this.#key(index)) ?? []);
    const named = found.filter((registry) => !isSource(registry));
    const [first = found[0]] = named;
    const other = named.find(({ name }) => name !== first?.name);
    if (first === undefined || other === undefined) return first;
    throw new Problem(
      "registry-two-names",
      `${logAddress(first.index)} is ${logText(first.name)} (${first.where}) and ${logText(other.name)} (${other.where}), and Cargo refuses two names for one index.`,
      "Give the registry one name in all folders, or authenticate each folder in a step of its own.",
    );
  }

  /** Whether every folder has an index under this name. */
  isEverywhere({ name, index }: Registry): boolean {
    return this.#layers.every((layer) => layer.get(this.#key(index))?.name === name);
  }

  /** Whether a folder has a source with the index, and no registry. */
  isUnnamed(index: string): boolean {
    return this.#layers.some((layer) => layer.get(this.#key(index))?.onlySource === true);
  }
}

function isSource({ onlySource }: Registry): boolean {
  return onlySource === true;
}
