import { join } from "node:path";
import type { Files } from "../../core/files";
import { projectFolders, type Job } from "../../core/job";
import { logText } from "../../core/log-text";
import { interpolate, propertyLevels } from "./interpolation";
import { parsePom, type Pom } from "./pom";

/** A repository of the reactor, interpolated. `where` is `file:line`. */
export interface Repository {
  readonly id: string;
  readonly address: string;
  readonly where: string;
  readonly forDeployment: boolean;
}

/**
 * Paths of the pom.xml files of the builds, as far as those read so far lead to them: that of each folder that Maven is
 * run in, its parents on disk and all its modules. Throws a Problem for one that is not XML.
 */
export function reactorPaths(job: Job, read: Files): readonly string[] {
  const paths = new Set(projectFolders(job).map((folder) => join(folder, "pom.xml")));
  for (const path of paths) {
    const { parent, modules = [] } = read.parsed(path, parsePom) ?? {};
    if (parent !== undefined) paths.add(parent);
    for (const module of modules) paths.add(module);
  }
  return [...paths];
}

/** The repositories of all of them, and those that a pom.xml inherits, with the properties of the heir. */
export function reactorRepositories(job: Job, read: Files): readonly Repository[] {
  const found = reactorPaths(job, read).flatMap((path) => {
    const line = lineage(path, read);
    const declared = line.flatMap((ancestor, generation) =>
      ancestor.repositories
        .filter((repository) => generation === 0 || hasExpression(repository))
        .map((repository) => ({ ...repository, where: `${logText(ancestor.path)}:${repository.line}` })),
    );
    if (declared.length === 0) return [];
    const levels = declared.some(hasExpression) ? propertyLevels(line) : [[]];
    return declared.flatMap(({ id, address, where, forDeployment }) =>
      (hasExpression({ id, address }) ? levels : levels.slice(0, 1)).map((properties) => ({
        id: interpolate(id, properties, job.environment),
        address: interpolate(address, properties, job.environment),
        where,
        forDeployment,
      })),
    );
  });
  return withoutUnresolved(found);
}

/** A pom.xml and its parents on disk, nearest first. */
function lineage(path: string, read: Files): readonly Pom[] {
  const line = new Set<Pom>();
  let next = read.parsed(path, parsePom);
  while (next !== undefined && !line.has(next)) {
    line.add(next);
    next = next.parent === undefined ? undefined : read.parsed(next.parent, parsePom);
  }
  return [...line];
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
