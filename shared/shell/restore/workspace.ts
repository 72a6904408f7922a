import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Job } from "../../core/adapter";
import { recognizeFeed } from "../../core/feed-address";
import type { Bypass, LockEntry, LockFile, SkippedEntry } from "../../core/lock-entry";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import { listFiles } from "./file-listing";
import type { DetectedProject, LockFormat, RestoreParts } from "./parts";
import type { Client } from "./restore-inputs";

/** What is below the working directory: everything that is read before anything runs. Paths are relative, with `/`. */
export interface Workspace {
  readonly paths: readonly string[];
  readonly projects: readonly DetectedProject[];
  readonly locks: ReadonlyMap<string, LockFile>;
  readonly bypasses: readonly Bypass[];
}

/**
 * Reads the projects, lock files and build files below the working directory, of the wanted clients alone.
 * Throws a Problem when there is no project, and the reader's for a lock file that cannot be understood.
 */
export function readWorkspace(job: Job, parts: RestoreParts, wanted: readonly Client[]): Workspace {
  const root = job.workingDirectory;
  const paths = listFiles(root).map((path) => relative(root, path).split(sep).join("/"));
  const projects = parts.detectProjects(paths).filter(({ client }) => wanted.includes(client));
  if (projects.length === 0) throw noProject(job, wanted);
  const locks = new Map<string, LockFile>();
  for (const path of paths) {
    const format = parts.lockFormats.find((each) => each.recognizes(path));
    if (format !== undefined && isOfClient(path, wanted)) locks.set(path, readLock(job, format, path));
  }
  const files = new Map(paths.filter(parts.canBypass).map((path) => [path, readText(join(root, path))]));
  const inLocks = [...locks.values()].flatMap(({ bypasses }) => bypasses);
  return { paths, projects, locks, bypasses: [...inLocks, ...parts.findBypasses(files, job.organization)] };
}

/** The entries of all lock files, each file of a package once. */
export function lockedEntries(workspace: Workspace): readonly LockEntry[] {
  const entries = [...workspace.locks.values()].flatMap((lock) => lock.entries);
  const seen = new Map<string, LockEntry>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.protocol, entry.name, entry.version, entry.file ?? "", entry.hashes]);
    if (!seen.has(key)) seen.set(key, entry);
  }
  return [...seen.values()];
}

export function skippedEntries(workspace: Workspace): readonly SkippedEntry[] {
  return [...workspace.locks.values()].flatMap((lock) => lock.skipped);
}

function readLock(job: Job, format: LockFormat, path: string): LockFile {
  const isOwn = (address: string): boolean => recognizeFeed(address, job.organization).kind === "own";
  return format.read(path, readText(join(job.workingDirectory, path)), isOwn);
}

function isOfClient(path: string, wanted: readonly Client[]): boolean {
  const client = /Cargo\.lock$/.test(path)
    ? "cargo"
    : /(?:\.toml|\.txt|uv\.lock)$/.test(path)
      ? "uv"
      : "maven";
  return wanted.includes(client) || (client === "uv" && wanted.includes("maven") && /\.txt$/.test(path));
}

function readText(path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    throw new Problem(
      "file-unreadable",
      `${logText(path)} cannot be read as UTF-8 text (${logText(error instanceof Error ? error.message : String(error))}).`,
      "Save the file as UTF-8, and give the agent's user the right to read it.",
    );
  }
}

function noProject(job: Job, wanted: readonly Client[]): Problem {
  return new Problem(
    "project-missing",
    `No project of ${wanted.join(", ")} was found below ${logText(job.workingDirectory)}: looked for pyproject.toml, uv.lock, pylock.toml, requirements.txt, Cargo.toml and pom.xml.`,
    "Set workingDirectory to the folder of the project, and check that an earlier step checked it out.",
  );
}
