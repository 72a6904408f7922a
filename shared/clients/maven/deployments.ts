import { dirname } from "node:path";
import type { Files } from "../../core/files";
import type { Job } from "../../core/job";
import type { Deployed } from "./pom";
import {
  declaredRepositories,
  lineage,
  possibleValues,
  reactorPaths,
  type DeclaredRepository,
  type Repository,
} from "./reactor";

/** Where one module of the build is deployed to, by its pom.xml and those on disk that it inherits from. */
export interface Deployment {
  /** The folder of the module. */
  readonly folder: string;
  /** Several where it depends on profiles; none where the pom.xml files on disk do not say it. */
  readonly releases: readonly Repository[];
  readonly snapshots: readonly Repository[];
}

/** The modules of the build for which anything on disk says where they are deployed to. */
export function reactorDeployments(job: Job, read: Files): readonly Deployment[] {
  return reactorPaths(job, read).flatMap((path) => {
    const line = lineage(path, read);
    const declared = declaredRepositories(line).filter(({ deploys }) => deploys !== undefined);
    if (declared.length === 0) return [];
    const values = possibleValues(line, declared, job);
    const releases = filledIn(effective(declared, "releases"), values);
    const own = effective(declared, "snapshots");
    // A profile may add a repository for snapshots to a project that has none, and then both count.
    const all = own.some(({ ofProfile }) => !ofProfile) ? own : [...own, ...effective(declared, "releases")];
    return [{ folder: dirname(path), releases, snapshots: filledIn(all, values) }];
  });
}

/** What the nearest pom.xml says, and what profiles up to there may put in its place. */
function effective(
  declared: readonly DeclaredRepository[],
  deployed: Deployed,
): readonly DeclaredRepository[] {
  const all = declared.filter(({ deploys }) => deploys === deployed);
  const plain = all.find(({ ofProfile }) => !ofProfile);
  if (plain === undefined) return all;
  return [plain, ...all.filter(({ ofProfile, generation }) => ofProfile && generation <= plain.generation)];
}

function filledIn(
  declared: readonly DeclaredRepository[],
  values: readonly ((text: string) => string)[],
): readonly Repository[] {
  const found = declared.flatMap(({ id, address, where }) =>
    values.map((valueOf) => ({ id: valueOf(id), address: valueOf(address), where, forDeployment: true })),
  );
  return [...new Map(found.map((repository) => [repository.address, repository])).values()];
}
