import { dirname, join } from "node:path";
import type { Files } from "../../core/files";
import type { Job } from "../../core/job";
import { logText } from "../../core/log-text";
import { interpolate } from "./interpolation";
import { parsePom, type Pom } from "./pom";
import { propertyLevels } from "./property-levels";

/** A repository of the reactor, interpolated. `where` is `file:line`. */
export interface Repository {
  readonly id: string;
  readonly address: string;
  readonly where: string;
  readonly forDeployment: boolean;
}

/**
 * The pom.xml files of a build: that of the working directory, its parents on disk and all its modules.
 * Each file is parsed once, however often the reactor is asked.
 */
export class Reactor {
  readonly #root: string;
  readonly #poms = new Map<string, Relative>();

  constructor(job: Job) {
    this.#root = join(job.workingDirectory, "pom.xml");
  }

  /** Paths of the pom.xml files that the ones read so far lead to. Throws a Problem for one that is not XML. */
  paths(read: Files): readonly string[] {
    const paths = new Set([this.#root]);
    for (const path of paths) {
      const { parent, modules = [] } = this.#pom(path, read) ?? {};
      if (parent !== undefined) paths.add(parent);
      for (const module of modules) paths.add(module);
    }
    return [...paths];
  }

  /** The repositories of all of them, and those that a pom.xml inherits, with the properties of the heir. */
  repositories(read: Files, environment: ReadonlyMap<string, string>): readonly Repository[] {
    const found = this.paths(read).flatMap((path) => {
      const line = this.#lineage(path, read);
      const declared = line.flatMap((ancestor, generation) =>
        ancestor.pom.repositories
          .filter((repository) => generation === 0 || hasExpression(repository))
          .map((repository) => ({ ...repository, where: `${logText(ancestor.path)}:${repository.line}` })),
      );
      if (declared.length === 0) return [];
      const levels = declared.some(hasExpression) ? propertyLevels(line.map(({ pom }) => pom)) : [[]];
      return declared.flatMap(({ id, address, where, forDeployment }) =>
        (hasExpression({ id, address }) ? levels : levels.slice(0, 1)).map((properties) => ({
          id: interpolate(id, properties, environment),
          address: interpolate(address, properties, environment),
          where,
          forDeployment,
        })),
      );
    });
    return withoutUnresolved(found);
  }

  #pom(path: string, read: Files): Relative | undefined {
    const known = this.#poms.get(path);
    const pom = known === undefined ? read.parsed(path, parsePom) : undefined;
    if (pom === undefined) return known;
    const relative = relativeOf(path, pom);
    this.#poms.set(path, relative);
    return relative;
  }

  /** A pom.xml and its parents on disk, nearest first. */
  #lineage(path: string, read: Files): readonly Relative[] {
    const line = new Set<Relative>();
    let next = this.#pom(path, read);
    while (next !== undefined && !line.has(next)) {
      line.add(next);
      next = next.parent === undefined ? undefined : this.#pom(next.parent, read);
    }
    return [...line];
  }
}

/** A pom.xml with the paths of those that it names. */
interface Relative {
  readonly path: string;
  readonly pom: Pom;
  readonly parent?: string;
  readonly modules: readonly string[];
}

function relativeOf(path: string, pom: Pom): Relative {
  const folder = dirname(path);
  const modules = pom.modules
    .filter((module) => !module.includes("${"))
    .map((module) => pomPath(folder, module));
  if (pom.parentPath === undefined || pom.parentPath === "") return { path, pom, modules };
  return { path, pom, modules, parent: pomPath(folder, pom.parentPath) };
}

function hasExpression({ id, address }: { readonly id: string; readonly address: string }): boolean {
  return `${id}${address}`.includes("${");
}

/** What no property resolves is left out where an heir resolves it: a parent may leave the value to its modules. */
function withoutUnresolved(repositories: readonly Repository[]): readonly Repository[] {
  const resolved = new Set(
    repositories.filter((repository) => !hasExpression(repository)).map(({ where }) => where),
  );
  return repositories.filter((repository) => !hasExpression(repository) || !resolved.has(repository.where));
}

/** A parent or a module may be named by its folder or by its file. */
function pomPath(folder: string, name: string): string {
  return name.endsWith(".xml") ? join(folder, name) : join(folder, name, "pom.xml");
}
