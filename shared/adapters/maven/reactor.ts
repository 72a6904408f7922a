import { dirname, join } from "node:path";
import type { Files, Job } from "../../core/adapter";
import { logText } from "../../core/log-text";
import { interpolate } from "./interpolation";
import { parsePom, type Pom } from "./pom";

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
  readonly #poms = new Map<string, Pom>();

  constructor(job: Job) {
    this.#root = join(job.workingDirectory, "pom.xml");
  }

  /** Paths of the pom.xml files that the ones read so far lead to. Throws a Problem for one that is not XML. */
  paths(read: Files): readonly string[] {
    const paths = new Set([this.#root]);
    for (const path of paths) {
      const pom = this.#pom(path, read);
      if (pom === undefined) continue;
      const folder = dirname(path);
      if (pom.parentPath !== undefined && pom.parentPath !== "") paths.add(pomPath(folder, pom.parentPath));
      for (const module of pom.modules) if (!module.includes("${")) paths.add(pomPath(folder, module));
    }
    return [...paths];
  }

  /** The repositories of all of them. */
  repositories(read: Files, environment: ReadonlyMap<string, string>): readonly Repository[] {
    return this.paths(read).flatMap((path) => {
      const pom = this.#pom(path, read);
      if (pom === undefined || pom.repositories.length === 0) return [];
      const properties = this.#properties(path, read);
      return pom.repositories.map((repository) => ({
        id: interpolate(repository.id, properties, environment),
        address: interpolate(repository.address, properties, environment),
        where: `${logText(path)}:${repository.line}`,
        forDeployment: repository.forDeployment,
      }));
    });
  }

  #pom(path: string, read: Files): Pom | undefined {
    const known = this.#poms.get(path);
    const text = read.get(path);
    if (known !== undefined || text === undefined) return known;
    const pom = parsePom(path, text);
    this.#poms.set(path, pom);
    return pom;
  }

  /** The properties of a pom.xml and of its parents on disk, nearest first. */
  #properties(path: string, read: Files): readonly ReadonlyMap<string, string>[] {
    const levels: ReadonlyMap<string, string>[] = [];
    const seen = new Set<string>();
    let next: string | undefined = path;
    while (next !== undefined && !seen.has(next)) {
      seen.add(next);
      const pom: Pom | undefined = this.#pom(next, read);
      if (pom === undefined) break;
      levels.push(pom.properties);
      next =
        pom.parentPath === undefined || pom.parentPath === ""
          ? undefined
          : pomPath(dirname(next), pom.parentPath);
    }
    return levels;
  }
}

/** A parent or a module may be named by its folder or by its file. */
function pomPath(folder: string, name: string): string {
  return name.endsWith(".xml") ? join(folder, name) : join(folder, name, "pom.xml");
}
