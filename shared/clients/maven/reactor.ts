import { join } from "node:path";
import type { Files } from "../../core/files";
import { projectFolders, type Job } from "../../core/job";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import { interpolator, propertyLevels, referredNames } from "./interpolation";
import { parsePom, type Pom, type PomRepository } from "./pom";

/** A repository of the reactor or of settings, interpolated. `where` is `file:line`. */
export interface Repository {
  readonly id: string;
  readonly address: string;
  readonly where: string;
  readonly forDeployment: boolean;
  /** Of settings: takes the place of repositories with other ids, and is none itself. */
  readonly isMirror?: boolean;
}

/** A repository that a pom.xml says or inherits, with where it is written, not interpolated. */
interface DeclaredRepository extends PomRepository {
  readonly where: string;
  /** 0 where the pom.xml says it itself, 1 for its parent's, and so on. */
  readonly generation: number;
}

/**
 * Paths of the pom.xml files of the builds, as far as those read so far lead to them: that of each folder that Maven is
 * run in, its parents on disk and all its modules. Throws a Problem for one that is not XML.
 */
export function reactorPaths(job: Job, read: Files): readonly string[] {
  const paths = new Set(projectFolders(job).map((folder) => join(folder, "pom.xml")));
  for (const path of paths) {
    const { parents = [], modules = [] } = read.parsed(path, parsePom) ?? {};
    for (const next of [...parents, ...modules]) paths.add(next);
  }
  return [...paths];
}

/**
 * The repositories of all of them, and those that a pom.xml inherits, with the properties of the heir.
 * Throws a Problem where profiles give them more values than anybody could mean.
 */
export function reactorRepositories(job: Job, read: Files): readonly Repository[] {
  let count = 0;
  const found = reactorPaths(job, read).flatMap((path) => {
    const line = lineage(path, read);
    const declared = declaredRepositories(line).filter(
      (repository) => repository.generation === 0 || hasExpression(repository),
    );
    const values = possibleValues(line, declared, job);
    count += declared.filter(hasExpression).length * values.length;
    if (count > mostValues) throw tooMany(path);
    return declared.flatMap((repository) =>
      (hasExpression(repository) ? values : values.slice(0, 1)).map((valueOf) => ({
        id: valueOf(repository.id),
        address: valueOf(repository.address),
        where: repository.where,
        forDeployment: repository.forDeployment,
      })),
    );
  });
  return withoutUnresolved(found);
}

/** How the texts of a pom.xml may be filled in: without profiles, then with each that they depend on. */
function possibleValues(
  line: readonly Pom[],
  declared: readonly DeclaredRepository[],
  { environment }: Job,
): readonly ((text: string) => string)[] {
  const maps = line.flatMap(({ properties, profiles }) => [properties, ...profiles]);
  const names = referredNames(declared.map(({ id, address }) => `${id} ${address}`).join(" "), maps);
  return propertyLevels(line, names).map((properties) => interpolator(properties, environment));
}

/** Of the repositories of one job; a project of a thousand modules has a few thousand. */
const mostValues = 100_000;

function tooMany(path: string): Problem {
  return new Problem(
    "too-many-repositories",
    `${logText(path)}: with its profiles, the repositories of the build have more than ${mostValues} possible addresses, and more are not looked at.`,
    "Write the addresses without properties of profiles, or set workingDirectory to a part of the build.",
  );
}

/** What the pom.xml files of a line of parents say, nearest first. */
function declaredRepositories(line: readonly Pom[]): readonly DeclaredRepository[] {
  return line.flatMap(({ path, repositories }, generation) =>
    repositories.map((repository) => ({
      ...repository,
      generation,
      where: `${logText(path)}:${repository.line}`,
    })),
  );
}

/** A pom.xml and its parents on disk, nearest first. */
function lineage(path: string, read: Files): readonly Pom[] {
  const line = new Set<Pom>();
  let next = read.parsed(path, parsePom);
  while (next !== undefined && !line.has(next)) {
    line.add(next);
    const parent = next.parents.find((candidate) => read.has(candidate));
    next = parent === undefined ? undefined : read.parsed(parent, parsePom);
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
