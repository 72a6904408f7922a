import type { Registry, Replacement } from "../registries";

/** What Cargo knows when it is run in one folder: of the environment, then of the files from the strongest on. */
export interface Layer {
  readonly registries: readonly Registry[];
  readonly replacement?: Replacement;
}

/** What the folders call an index, in whatever case it is written: a registry's name, else a source's. */
export class IndexNames {
  readonly #layers: readonly ReadonlyMap<string, Registry>[];

  constructor(layers: readonly Layer[]) {
    this.#layers = layers.map(({ registries }) => {
      const found = new Map<string, Registry>();
      for (const registry of registries) {
        const known = found.get(registry.index.toLowerCase());
        if (known === undefined || (isSource(known) && !isSource(registry)))
          found.set(registry.index.toLowerCase(), registry);
      }
      return found;
    });
  }

  /** The first folder's name for an index, of those that know it. */
  at(index: string): Registry | undefined {
    const found = this.#layers.flatMap((layer) => layer.get(index.toLowerCase()) ?? []);
    return found.find((registry) => !isSource(registry)) ?? found[0];
  }

  /** Whether every folder has an index under this name. */
  isEverywhere({ name, index }: Registry): boolean {
    return this.#layers.every((layer) => layer.get(index.toLowerCase())?.name === name);
  }
}

function isSource({ onlySource }: Registry): boolean {
  return onlySource === true;
}
