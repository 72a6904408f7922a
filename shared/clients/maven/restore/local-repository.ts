import type { LockFile, PackageVersion } from "../../../core/lock-entry";
import { LockBuilder } from "../../../formats/locks/lock-builder";
import { isMavenGroup, isMavenPart } from "../../../protocols/maven/coordinates";
import { maven as protocol } from "../../../protocols/maven/protocol";

export interface Artifact extends PackageVersion {
  readonly file: string;
}

/** What else is kept of a file: digests, signatures, what was not found, and Maven's notes on them. */
const beside = /\.(?:sha1|sha256|sha512|md5|asc|lastUpdated|tmp|part|lock|repositories|properties)$/;

/** Written beside what a build installs itself, which came from no feed. */
const installed = "maven-metadata-local.xml";

/**
 * The artifacts that a local repository has from elsewhere, by its files: `group/as/path/artifact/version/file`. Source:
 * maven.apache.org/repositories/layout.
 */
function artifactsIn(paths: readonly string[]): readonly Artifact[] {
  const local = new Set(paths.filter((path) => path.endsWith(`/${installed}`)).map(folderAbove));
  return paths.flatMap((path) => {
    const [file = "", version = "", artifact = "", ...above] = path.split("/").reverse();
    const group = above.reverse().join(".");
    const isArtifact =
      file.startsWith(`${artifact}-`) && !beside.test(file) && !version.endsWith("-SNAPSHOT");
    const isValid = isMavenGroup(group) && [artifact, version, file].every(isMavenPart);
    if (!isArtifact || !isValid || local.has(folderAbove(folderAbove(path)))) return [];
    return [{ protocol: protocol.name, name: `${group}:${artifact}`, version, file: path }];
  });
}

/** The pom.xml files of these, each with its path. */
export function pomsIn(paths: readonly string[]): readonly Artifact[] {
  return artifactsIn(paths).filter(({ file }) => file.endsWith(".pom"));
}

/** The versions in a local repository, each once. */
export function versionsIn(paths: readonly string[]): readonly PackageVersion[] {
  const versions = new Map<string, PackageVersion>();
  for (const { name, version } of artifactsIn(paths))
    versions.set(`${name} ${version}`, { protocol: protocol.name, name, version });
  return [...versions.values()];
}

/** The same as a list of package files that `manifest` needs. */
export function listIn(manifest: string, paths: readonly string[]): LockFile {
  const lock = new LockBuilder(manifest);
  for (const artifact of artifactsIn(paths)) lock.add({ ...artifact, hashes: [] }, undefined);
  return lock.build(() => "");
}

function folderAbove(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
