import { join, resolve } from "node:path";
import type { Files } from "../../core/files";
import { isOfEarlierStep, projectFolders, type Job } from "../../core/job";
import { filesUp, foldersUp } from "../../formats/folders-up";
import { parseCargoFile } from "./registries";

/**
 * The files of Cargo's configuration for a run in a folder, the strongest first: `.cargo/config` and
 * `.cargo/config.toml` in that folder and every folder above, then in Cargo's home. Where both names are there, Cargo
 * reads `config`. Source: doc.rust-lang.org/cargo/reference/config.html, "Hierarchical structure".
 */
function filesFor(job: Job, folder: string): readonly string[] {
  const folders = filesUp(foldersUp(folder), [".cargo"]);
  return filesUp([...new Set([...folders, cargoHome(job)])], fileNames);
}

const fileNames = ["config", "config.toml"];

/** Those of all folders that Cargo is run in, each once, and the files that those read so far include. */
export function configurationFiles(job: Job, read: Files): readonly string[] {
  const files = projectFolders(job).flatMap((folder) => [
    ...filesFor(job, folder),
    ...countingFiles(job, folder, read).flatMap((path) => withIncluded(path, read)),
  ]);
  return [...new Set(files)];
}

/** A file and all that it includes, the strongest first: a file before what it includes, and that from the last on. */
export function withIncluded(path: string, read: Files): readonly string[] {
  const found = new Set<string>();
  const open = [path];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(read.parsed(next, parseCargoFile)?.includes ?? []));
  }
  return [...found];
}

/** Those that count for a run in a folder, without what they include: of two in one folder only `config`. */
export function countingFiles(job: Job, folder: string, read: Files): readonly string[] {
  return filesFor(job, folder).filter(
    (path) => read.has(path) && !(path.endsWith(".toml") && read.has(path.slice(0, -".toml".length))),
  );
}

/** Cargo's home: CARGO_HOME, or `.cargo` in the user's home. */
export function cargoHome(job: Job): string {
  const home = job.environment.get("CARGO_HOME") ?? "";
  return home === "" ? join(job.home, ".cargo") : resolve(job.workingDirectory, home);
}

/** The file of Cargo's home that counts, of those that were read. */
export function homeFile(job: Job, read: Files): string | undefined {
  return filesUp([cargoHome(job)], fileNames).find((path) => read.has(path));
}

/**
 * The home's file and what it includes, where a job-level home takes its place and may say otherwise. None when Cargo
 * also finds the file on its way up from where it is run, nor when it is that of an earlier step, which this one adds to.
 */
export function hiddenByJobHome(job: Job, read: Files): readonly string[] {
  const file = isAncestorHome(job) || isEarlierJobHome(job) ? undefined : homeFile(job, read);
  return file === undefined ? [] : withIncluded(file, read);
}

/** Whether Cargo is run below the folder that holds its home, as on Microsoft-hosted agents. */
export function isAncestorHome(job: Job): boolean {
  const home = cargoHome(job);
  return projectFolders(job).every((folder) => filesUp(foldersUp(folder), [".cargo"]).includes(home));
}

/** Whether Cargo's home is one that an earlier step of this job made. */
export function isEarlierJobHome(job: Job): boolean {
  return isOfEarlierStep(job, cargoHome(job));
}
