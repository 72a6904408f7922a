import { join } from "node:path";
import type { Project, Restoration, RestoreFacts, RestoringClient } from "../../../core/client";
import type { FailurePattern } from "../../../core/failure";
import type { PackageVersion } from "../../../core/lock-entry";
import { baseName } from "../../../formats/locks/base-name";
import { folderOf, isBelow } from "../../../formats/project-paths";
import { maven as protocol } from "../../../protocols/maven/protocol";
import { maven } from "../authenticate/client";
import { findMavenBypasses } from "../bypass";
import { mavenList } from "../locks/dependency-list";
import { verificationMetadata } from "../locks/verification-metadata";

/** As Java and Maven's resolver say it. */
const failures: readonly FailurePattern[] = [
  { pattern: /checksum validation failed/i, kind: "hash" },
  {
    pattern: /PKIX path building failed|unable to find valid certification path|self.signed certificate/i,
    kind: "authority",
  },
  { pattern: /\b407\b|proxy authentication required|unable to tunnel|proxy connect/i, kind: "proxy" },
  { pattern: /\b401\b|unauthorized|not authorized/i, kind: "unauthorized" },
  { pattern: /\b403\b|forbidden|lacks permission|AddUpstreamPackage/i, kind: "permission" },
  { pattern: /\b404\b|could not find artifact|was not found in|not found/i, kind: "notFound" },
  { pattern: /\b50[234]\b|service unavailable|bad gateway|gateway time/i, kind: "upstreamDown" },
  { pattern: /unknown host|connection refused|connect timed out|could not resolve host/i, kind: "network" },
];

/**
 * Maven. What a build needs is known to Maven alone, so its dependency plugin is asked: the dependencies of all scopes,
 * then the plugins of the build with what they need.
 */
export const restoringMaven: RestoringClient = {
  name: "maven",
  authentication: maven,
  protocol,
  program: "mvn",
  tool: "maven",
  looksFor: ["pom.xml"],
  trust: "a trust store in MAVEN_OPTS",
  outputFolders: ["target"],
  detect,
  locking:
    "Write maven-dependency-list.txt with mvn dependency:list -DoutputFile=maven-dependency-list.txt, or use mode restore.",
  lockReaders: [verificationMetadata, mavenList],
  isConfiguration: (path) => baseName(path) === "pom.xml",
  findBypasses: findMavenBypasses,
  withoutVariables: () => [],
  restore,
  failures,
};

/** Those without a pom.xml above them; Maven has no lock file. */
function detect(paths: readonly string[]): readonly Project[] {
  const found = new Set(paths);
  return paths
    .filter((path) => baseName(path) === "pom.xml" && !isBelow(folderOf(path), "pom.xml", found))
    .map((manifest) => ({ folder: folderOf(manifest), manifest }));
}

/** The repository is one of this restore's own, which is empty, so that every file is asked of the feed. */
function restore({ clientFolder, arguments: more }: RestoreFacts): Restoration {
  const folder = join(clientFolder, "repository");
  return {
    commands: [{ args: ["-B", "-ntp", `-Dmaven.repo.local=${folder}`, "dependency:go-offline", ...more] }],
    restored: { folder, versions: versionsIn },
  };
}

/** The versions in a local repository, by its files: `group/as/path/artifact/version/file`. */
function versionsIn(paths: readonly string[]): readonly PackageVersion[] {
  const versions = new Map<string, PackageVersion>();
  for (const path of paths) {
    const [file = "", version = "", artifact = "", ...group] = path.split("/").reverse();
    if (!/\.(?:pom|jar|aar|war|zip|module)$/.test(file) || !file.startsWith(`${artifact}-${version}`))
      continue;
    const name = `${group.reverse().join(".")}:${artifact}`;
    versions.set(`${name} ${version}`, { protocol: protocol.name, name, version });
  }
  return [...versions.values()];
}
