import { dirname, join, resolve, sep } from "node:path";
import type { Job } from "../../core/job";
import { foldersUp } from "../../formats/folders-up";

/**
 * The files of Cargo's configuration, the strongest first: `.cargo/config` and `.cargo/config.toml` in the working
 * directory and every folder above, then in Cargo's home. Where both names are there, Cargo reads `config`.
 * Source: doc.rust-lang.org/cargo/reference/config.html, "Hierarchical structure".
 */
export function configurationFiles(job: Job): readonly string[] {
  const folders = foldersUp(job.workingDirectory).map((folder) => join(folder, ".cargo"));
  return [...new Set([...folders, cargoHome(job)])].flatMap(filesIn);
}

function filesIn(folder: string): readonly string[] {
  return [join(folder, "config"), join(folder, "config.toml")];
}

/** Cargo's home: CARGO_HOME, or `.cargo` in the user's home. */
export function cargoHome(job: Job): string {
  const home = job.environment.get("CARGO_HOME") ?? "";
  return home === "" ? join(job.home, ".cargo") : resolve(job.workingDirectory, home);
}

/** The file of Cargo's home that counts, of those that were read. */
export function homeFile(job: Job, read: ReadonlyMap<string, string>): string | undefined {
  return filesIn(cargoHome(job)).find((path) => read.has(path));
}

/**
 * The home's file, where a job-level home takes its place and may say otherwise. Not so when Cargo also finds the file
 * on its way up from the working directory, nor when it is that of an earlier step, which this one adds to.
 */
export function hiddenByJobHome(job: Job, read: ReadonlyMap<string, string>): string | undefined {
  return isOnTheWay(job) || isEarlierJobHome(job) ? undefined : homeFile(job, read);
}

/** Whether the working directory is below the folder that holds Cargo's home, as on Microsoft-hosted agents. */
export function isOnTheWay(job: Job): boolean {
  return foldersUp(job.workingDirectory).some((folder) => join(folder, ".cargo") === cargoHome(job));
}

/** Whether Cargo's home is one that an earlier step of this job made. */
export function isEarlierJobHome(job: Job): boolean {
  return cargoHome(job).startsWith(`${dirname(job.jobFolder)}${sep}`);
}

/** The files that count: of two in one folder only `config`. */
export function countingFiles(job: Job, read: ReadonlyMap<string, string>): readonly string[] {
  return configurationFiles(job).filter(
    (path) => read.has(path) && !(path.endsWith(".toml") && read.has(path.slice(0, -".toml".length))),
  );
}
