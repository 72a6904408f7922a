import { join } from "node:path";
import type { Files } from "../../../core/files";
import type { Job } from "../../../core/job";
import { warning, type Note } from "../../../core/plan";
import { foldersUp } from "../../../formats/folders-up";

/** Files by which a folder `.mvn` shows; Maven takes the nearest one at or above the working directory. */
const marks = ["maven.config", "jvm.config", "extensions.xml", "wrapper/maven-wrapper.properties"];

/** The files that tell which `.mvn` counts, and what its maven.config says. Source: maven.apache.org/configure.html. */
export function mavenConfigFiles(job: Job): readonly string[] {
  return foldersUp(job.workingDirectory).flatMap(filesIn);
}

function filesIn(folder: string): readonly string[] {
  return marks.map((name) => join(folder, ".mvn", name));
}

/**
 * Warns of a `-gs` in maven.config: Maven before 3.9 knows no MAVEN_ARGS and prefers it to the job's `-Dmaven.conf`
 * (tried with 3.8; in 3.9 the job's `-gs` wins).
 */
export function mavenConfigNotes(job: Job, read: Files): readonly Note[] {
  const folder = foldersUp(job.workingDirectory).find((above) =>
    filesIn(above).some((path) => read.has(path)),
  );
  const path = join(folder ?? job.workingDirectory, ".mvn", "maven.config");
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
}
