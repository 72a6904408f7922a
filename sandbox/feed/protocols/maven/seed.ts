import type { SeedPackage } from "../../world/definition";
import { javaArtifact } from "./java-artifact";
import { readRepositoryPath } from "./repository-path";

/**
 * A file of an artifact that is in a feed from the start.
 * @param seed Its `path` is that in a repository: `group/as/path/artifact/version/file`.
 * @throws Error when the path has no coordinates.
 */
export function artifactSeed(seed: { readonly path: string; readonly content: Buffer }): SeedPackage {
  const path = readRepositoryPath(seed.path.split("/"));
  if (path?.kind !== "file") throw new Error(`'${seed.path}' is not the path of an artifact's file.`);
  const { name, version, file } = path;
  return { protocol: "maven", name, version, normalizedVersion: version, file, content: seed.content };
}

/** `com.fabrikam:greeting`. */
export function examplePackages(): readonly SeedPackage[] {
  const resources = { "com/fabrikam/greeting.txt": "from the private feed\n" };
  const coordinates = { group: "com.fabrikam", artifact: "greeting", version: "1.2.0" };
  return javaArtifact({ ...coordinates, resources }).map(artifactSeed);
}
