import { join, relative, sep } from "node:path";
import type { LockEntry } from "../../../core/lock-entry";
import { listFiles } from "../../../shell/restore/file-listing";

/** The versions that a Maven run fetched, by the files of its own repository: `group/as/path/artifact/version/file`. */
export function restoredVersions(
  jobFolder: string,
): readonly Pick<LockEntry, "protocol" | "name" | "version">[] {
  const root = join(jobFolder, "repository");
  const versions = new Map<string, Pick<LockEntry, "protocol" | "name" | "version">>();
  for (const path of listFiles(root)) {
    const [file = "", version = "", artifact = "", ...group] = relative(root, path).split(sep).reverse();
    if (!/\.(?:pom|jar|aar|war|zip|module)$/.test(file) || !file.startsWith(`${artifact}-${version}`))
      continue;
    const name = `${group.reverse().join(".")}:${artifact}`;
    versions.set(`${name} ${version}`, { protocol: "maven", name, version });
  }
  return [...versions.values()];
}
