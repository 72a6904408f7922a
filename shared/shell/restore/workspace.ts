import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Job } from "../../core/job";
import { ReadFiles } from "../../core/files";
import { recognizeFeed } from "../../core/feed-address";
import { joinEntries, selectEntries } from "../../core/lock-entry";
import type { Bypass, LockEntries, LockFile, SkippedEntry } from "../../core/lock-entry";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import { onlyFirst } from "../../core/text-numbers";
import { listFiles } from "./file-listing";
import type { DetectedProject, LockFormat, RestoreParts } from "./parts";
import type { Client } from "./restore-inputs";

/** What is below the working directory: everything that is read before anything runs. Paths are relative, with `/`. */
export interface Workspace {
  readonly projects: readonly DetectedProject[];
  readonly locks: ReadonlyMap<string, LockFile>;
  readonly bypasses: readonly Bypass[];
}

/** Files that say where clients fetch from, beside lock files. */
const configuration = /(?:^|\/)(?:pyproject\.toml|uv\.toml|pom\.xml|\.cargo\/config(?:\.toml)?)$/;

/** What lies below the working directory by its names alone, of the wanted clients. */
export interface WorkspaceFiles {
  readonly paths: readonly string[];
  readonly projects: readonly DetectedProject[];
  readonly lockPaths: readonly string[];
  /** The clients that any of these is of. */
  readonly clients: ReadonlySet<Client>;
}

/** Looks for projects and lock files below the working directory. Throws a Problem when there are none. */
export function findWorkspace(job: Job, parts: RestoreParts, wanted: readonly Client[]): WorkspaceFiles {
  const root = job.workingDirectory;
  const paths = listFiles(root).map((path) => relative(root, path).split(sep).join("/"));
  const read = (path: string): string => readText(join(root, path));
  const projects = parts.detectProjects(paths, read).filter(({ kind }) => wanted.includes(kind));
  const lockPaths = paths.filter((path) => formatOf(parts, path) !== undefined && isWanted(path, wanted));
  if (projects.length === 0 && lockPaths.length === 0) throw noProject(job, wanted);
  const clients = new Set([...projects.map(({ kind }) => kind), ...lockPaths.map(clientOf)]);
  return { paths, projects, lockPaths, clients };
}

/** Reads the lock files and build files that were found. Throws the reader's Problem for one that is malformed. */
export function readWorkspace(
  job: Job,
  parts: RestoreParts,
  wanted: readonly Client[],
  { paths, projects, lockPaths }: WorkspaceFiles,
): Workspace {
  const locks = readLocks(job, parts, lockPaths);
  const configured = paths.filter((path) => configuration.test(path) && isWanted(path, wanted));
  const files = new ReadFiles(configured.map((path) => [path, readText(join(job.workingDirectory, path))]));
  const inLocks = [...locks.values()].flatMap(({ bypasses }) => bypasses);
  return { projects, locks, bypasses: [...inLocks, ...parts.findBypasses(files, job.organization)] };
}

/** Reads lock files. Throws the reader's Problem for a malformed one. */
export function readLocks(
  job: Job,
  parts: RestoreParts,
  paths: readonly string[],
): ReadonlyMap<string, LockFile> {
  const isOwn = (address: string): boolean => recognizeFeed(address, job.organization).kind === "own";
  const locks = new Map<string, LockFile>();
  for (const path of paths) {
    const format = formatOf(parts, path);
    if (format === undefined) continue;
    locks.set(path, format.read(path, readText(join(job.workingDirectory, path)), isOwn));
  }
  return locks;
}

function formatOf({ lockFormats }: RestoreParts, path: string): LockFormat | undefined {
  return lockFormats.find((each) => each.recognizes(path));
}

function isWanted(path: string, wanted: readonly Client[]): boolean {
  return wanted.includes(clientOf(path));
}

/** The entries of lock files, each file of a package once. */
export function lockedEntries(locks: Workspace["locks"]): LockEntries {
  const all = joinEntries([...locks.values()].map(({ entries }) => entries));
  const isFirst = onlyFirst(all, ({ protocol, name, version, file, hashes }) =>
    JSON.stringify([protocol, name, version, file, hashes]),
  );
  return selectEntries(all, isFirst);
}

export function skippedEntries(locks: Workspace["locks"]): readonly SkippedEntry[] {
  return [...locks.values()].flatMap(({ skipped }) => skipped);
}

function clientOf(path: string): Client {
  if (/(?:^|\/)(?:Cargo\.lock|\.cargo\/[^/]+)$/.test(path)) return "cargo";
  return /(?:\.xml|maven-dependency-list\.txt)$/.test(path) ? "maven" : "uv";
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
    `No project of ${wanted.join(", ")} was found below ${logText(job.workingDirectory)}: looked for uv.lock, pylock.toml, pyproject.toml with [tool.uv], requirements files with hashes, Cargo.toml and pom.xml.`,
    "Set workingDirectory to the folder of the project, and check that an earlier step checked it out.",
  );
}
