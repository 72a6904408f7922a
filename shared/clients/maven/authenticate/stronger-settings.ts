import { join } from "node:path";
import type { Files } from "../../../core/files";
import type { Job } from "../../../core/job";
import { warning, type Note } from "../../../core/plan";
import { extensionProperty } from "./handing-over";
import { isSameAddress } from "./found-repositories";
import { userSettings } from "./installation";
import { namedSettings, nearestFolders, systemProperties } from "./maven-options";
import { parseSettingsRepositories } from "./settings-repositories";

/**
 * Maven lets the user's own settings.xml, or the one of `-s` in its place, win over the job's (tried with 3.8 and 3.9):
 * a mirror of a pattern before the one in place of the public repositories, which leads to `feed`.
 */
export function userSettingsNotes(job: Job, read: Files, feed: string | undefined): readonly Note[] {
  if (feed === undefined) return [];
  const paths = new Set([...namedSettings(job, read).map(({ path }) => path), userSettings(job)]);
  return [...paths].flatMap((path) => {
    const { repositories = [] } = read.parsed(path, parseSettingsRepositories) ?? {};
    const elsewhere = repositories.filter(
      ({ isMirror, address }) => isMirror && !isSameAddress(address, feed),
    );
    return elsewhere.map(({ id, line }) =>
      warning(
        `${path}:${line} has a <mirror> with the id ${id}, and Maven takes the user's before the job's: what it mirrors may come from there and not from the feed. Remove it there, or set replacePublicRegistry: false.`,
      ),
    );
  });
}

/**
 * Warns of a `-gs` in maven.config: Maven before 3.9 knows no MAVEN_ARGS and prefers it to the job's `-Dmaven.conf`
 * (tried with 3.8; in 3.9 the job's `-gs` wins).
 */
export function mavenConfigNotes(job: Job, read: Files): readonly Note[] {
  return nearestFolders(job, read).flatMap((folder) => {
    const path = join(folder, ".mvn", "maven.config");
    const lines = (read.get(path) ?? "").split("\n");
    const index = lines.findIndex((line) =>
      /^(?!\s*#)(?:.*\s)?(?:-gs|--global-settings)(?:[\s=]|$)/.test(line),
    );
    if (index < 0) return [];
    return [
      warning(
        `${path}:${index + 1} names a global settings file, and Maven before 3.9 uses it instead of the job's, so that it gets 401. Use Maven 3.9 or later, or take the line out and give the file to Maven with -s.`,
      ),
    ];
  });
}

/**
 * Warns of extensions that maven.config names: Maven before 3.9 prefers them to the job's, which come by MAVEN_OPTS
 * (tried with 3.8; in 3.9 the job's MAVEN_ARGS win, and name those too).
 */
export function extensionNotes(job: Job, read: Files): readonly Note[] {
  return systemProperties(job, read)
    .filter(({ name, where }) => name === extensionProperty && /maven\.config:\d+$/.test(where))
    .map(({ where }) =>
      warning(
        `${where} sets maven.ext.class.path, and Maven before 3.9 loads that instead of the job's extension, so that it gets 401. Use Maven 3.9 or later, or name the extension in .mvn/extensions.xml.`,
      ),
    );
}
