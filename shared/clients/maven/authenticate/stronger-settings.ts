import { join } from "node:path";
import type { Files } from "../../../core/files";
import { projectFolders, type Job } from "../../../core/job";
import { warning, type Note } from "../../../core/plan";
import { allFoldersUp, foldersUp } from "../../../formats/folders-up";
import { userSettings } from "./installation";
import { noSettings, parseSettings } from "./settings-file";

/**
 * Maven lets the user's own settings.xml win over the job's (tried with 3.8 and 3.9): a server of the same id, which
 * only deployment uses, and a mirror of a pattern before the one in place of the public repositories.
 */
export function userSettingsNotes(
  job: Job,
  read: Files,
  deploys: ReadonlySet<string>,
  replaces: boolean,
): readonly Note[] {
  const path = userSettings(job);
  const { lists } = read.parsed(path, parseSettings) ?? noSettings;
  const servers = (lists.get("servers") ?? []).filter(({ id }) => deploys.has(id));
  const mirrors = replaces ? (lists.get("mirrors") ?? []) : [];
  return [
    ...servers.map(({ id, line }) =>
      warning(
        `${path}:${line} has a <server> with the id ${id}, and Maven takes the user's before the job's: if its password is old, mvn deploy gets 401. Remove it there, or give the repository another id.`,
      ),
    ),
    ...mirrors.map(({ id, line }) =>
      warning(
        `${path}:${line} has a <mirror> with the id ${id}, and Maven takes the user's before the job's: what it mirrors may come from there and not from the feed. Remove it there, or set replacePublicRegistry: false.`,
      ),
    ),
  ];
}

/** Files by which a folder `.mvn` shows; Maven takes the nearest one at or above the working directory. */
const marks = ["maven.config", "jvm.config", "extensions.xml", "wrapper/maven-wrapper.properties"];

/** The files that tell which `.mvn` counts, and what its maven.config says. Source: maven.apache.org/configure.html. */
export function mavenConfigFiles(job: Job): readonly string[] {
  return allFoldersUp(projectFolders(job)).flatMap(filesIn);
}

function filesIn(folder: string): readonly string[] {
  return marks.map((name) => join(folder, ".mvn", name));
}

/**
 * Warns of a `-gs` in maven.config: Maven before 3.9 knows no MAVEN_ARGS and prefers it to the job's `-Dmaven.conf`
 * (tried with 3.8; in 3.9 the job's `-gs` wins).
 */
export function mavenConfigNotes(job: Job, read: Files): readonly Note[] {
  const nearest = projectFolders(job).map((folder) =>
    foldersUp(folder).find((above) => filesIn(above).some((path) => read.has(path))),
  );
  const folders = new Set(nearest.filter((folder) => folder !== undefined));
  return [...folders].flatMap((folder) => {
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
