import { relative } from "node:path";
import type { Files } from "../../../core/files";
import {
  nothingFound,
  refuseSharedVariables,
  sortNamed,
  type Foreign,
  type Own,
} from "../../../core/found-feeds";
import type { Job } from "../../../core/job";
import { logAddress, logText } from "../../../core/log-text";
import { Problem } from "../../../core/problem";
import { configurationFiles } from "../configuration-files";
import { registryVariables, type Registry, type Replacement } from "../registries";
import type { AddedRegistry } from "./added-registries";

/** What Cargo knows when it is run in one folder: of the environment, then of the files from the strongest on. */
export interface Layer {
  readonly registries: readonly Registry[];
  readonly replacement?: Replacement;
}

/** What the layers and the input name. */
export interface FoundRegistries {
  readonly own: readonly Own<Registry>[];
  readonly foreign: readonly Foreign<Registry>[];
  readonly added: readonly AddedRegistry[];
  readonly layers: readonly Layer[];
}

/** Which registries are the job's own. Only sparse indexes are: a feed serves no git index. */
export function sortRegistries(
  registries: readonly Registry[],
  job: Job,
): Pick<FoundRegistries, "own" | "foreign"> {
  return sortNamed(registries, job, {
    address: ({ index }) => index.replace(/^sparse\+/, ""),
    key: ({ name, index, onlySource = false }) => `${name} ${index} ${String(onlySource)}`,
    refusal: ({ index }) =>
      index.startsWith("sparse+")
        ? undefined
        : "a feed's index without sparse+ before it, which Cargo would read as git",
  });
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

/** Throws where there is no registry to authenticate. */
export function requireRegistries(job: Job, read: Files, found: FoundRegistries): void {
  if (found.own.length + found.added.length > 0) return;
  throw nothingFound(job, {
    what: "registry at",
    lookedFor: (folders) =>
      `.cargo/config.toml in ${folders} and the folders above, in Cargo's home, and in CARGO_REGISTRIES_*_INDEX`,
    read: configurationFiles(job)
      .filter((path) => read.has(path))
      .map((path) => relative(job.workingDirectory, path)),
    foreign: found.foreign.map((registry) => ({ ...registry, shown: logText(registry.name) })),
    hint: "Add the feed to .cargo/config.toml as [registries.<name>] with its index, or name it in the input feeds; if the project is in another folder, set workingDirectory.",
  });
}

/** Throws where the variable of an own registry would hand its token to another one as well. Tried with Cargo 1.95. */
export function refuseClash(found: FoundRegistries): void {
  refuseSharedVariables<Registry>(found, {
    code: "registry-name-clash",
    what: "registries",
    hint: "Rename one of the two so that they differ in more than case, `-` and `_`.",
    name: ({ name }) => name,
    address: ({ index }) => index,
    variable: (name) => registryVariables(name).token,
  });
}
