import { join, sep } from "node:path";
import type { Project, RestoringClient } from "../../core/client";
import { isOwnFeed } from "../../core/feed-address";
import type { Files } from "../../core/files";
import type { Job } from "../../core/job";
import { joinEntries, selectEntries } from "../../core/lock-entry";
import type { Bypass, LockEntries, LockFile, LockReader, SkippedEntry } from "../../core/lock-entry";
import { logText } from "../../core/log-text";
import { onlyFirst } from "../../core/text-numbers";
import { Problem } from "../../core/problem";
import { listSources } from "./file-listing";
import { ProjectFiles } from "./project-files";

/** A project with the client that it is of. */
export interface FoundProject extends Project {
  readonly client: RestoringClient;
}

/** What lies below the working directory by its names, of the wanted clients. Paths are relative, with `/`. */
export interface WorkspaceFiles {
  readonly wanted: readonly RestoringClient[];
  readonly files: ProjectFiles;
  readonly paths: readonly string[];
  readonly projects: readonly FoundProject[];
  readonly lockPaths: readonly string[];
  /** The clients that any of these is of. */
  readonly clients: ReadonlySet<RestoringClient>;
}

/** What is below the working directory: everything that is read before anything runs. */
export interface Workspace {
  readonly wanted: readonly RestoringClient[];
  readonly files: ProjectFiles;
  readonly projects: readonly FoundProject[];
  /** By relative path. */
  readonly locks: ReadonlyMap<string, LockFile>;
  readonly bypasses: readonly Bypass[];
}

/**
 * Looks for projects and lock files below the working directory. Throws a Problem when there are none.
 * @param known All clients: what any of them made is no source.
 * @param wanted Those of them that are to be restored.
 */
export function findWorkspace(
  job: Job,
  known: readonly RestoringClient[],
  wanted: readonly RestoringClient[],
): WorkspaceFiles {
  const root = job.workingDirectory;
  const files = new ProjectFiles((path) => readerOf(wanted, path.split(sep).join("/")) !== undefined);
  const paths = listSources(
    root,
    known.flatMap(({ outputFolders }) => outputFolders),
  );
  const sorted = [...paths].sort((one, other) => (one < other ? -1 : 1));
  const read = (path: string): string | undefined => files.read(join(root, path));
  const projects = wanted.flatMap((client) =>
    client.detect(sorted, read).map((project) => ({ ...project, client })),
  );
  const locks = paths.flatMap((path) => {
    const client = wanted.find((each) => readerOf([each], path) !== undefined);
    return client === undefined ? [] : [{ path, client }];
  });
  if (projects.length === 0 && locks.length === 0) throw noProject(job, wanted);
  const clients = new Set([...projects, ...locks].map(({ client }) => client));
  return { wanted, files, paths, projects, lockPaths: locks.map(({ path }) => path), clients };
}

/** Reads the lock files and build files that were found. Throws the reader's Problem for one that is malformed. */
export function readWorkspace(job: Job, found: WorkspaceFiles): Workspace {
  const { wanted, files, projects, lockPaths } = found;
  const locks = readLocks(job, found, lockPaths);
  const inLocks = [...locks.values()].flatMap(({ bypasses }) => bypasses);
  return { wanted, files, projects, locks, bypasses: [...inLocks, ...findBypasses(job, found)] };
}

/** Reads lock files, as far as they are there. Throws the reader's Problem for a malformed one. */
export function readLocks(
  job: Job,
  { wanted, files }: Pick<Workspace, "wanted" | "files">,
  paths: readonly string[],
): ReadonlyMap<string, LockFile> {
  const isOwn = (address: string): boolean => isOwnFeed(address, job.organization);
  const locks = new Map<string, LockFile>();
  for (const path of paths) {
    const text = files.take(join(job.workingDirectory, path));
    const lock = text === undefined ? undefined : readerOf(wanted, path)?.read(path, text, isOwn);
    if (lock !== undefined) locks.set(path, lock);
  }
  return locks;
}

function readerOf(clients: readonly RestoringClient[], path: string): LockReader | undefined {
  return clients.flatMap(({ lockReaders }) => lockReaders).find((reader) => reader.recognizes(path));
}

/** What configuration files make clients fetch from elsewhere than the feed. */
function findBypasses(job: Job, { wanted, files, paths }: WorkspaceFiles): readonly Bypass[] {
  const root = job.workingDirectory + (job.workingDirectory.endsWith(sep) ? "" : sep);
  const isOwn = (address: string): boolean => isOwnFeed(address, job.organization);
  const configured = paths.filter((path) => wanted.some((client) => client.isConfiguration(path)));
  const found = configured.flatMap((path) =>
    wanted
      .filter((client) => client.isConfiguration(path))
      .flatMap((client) =>
        client.findBypasses(join(root, path), withIncluded(client, join(root, path), files), isOwn),
      )
      .map((bypass) => ({ ...bypass, where: fromRoot(bypass.where, logText(root)) })),
  );
  const isFirst = onlyFirst(found, ({ where, text }) => JSON.stringify([where, text]));
  return found.filter(isFirst);
}

/** The texts of a configuration file and of all that it includes. */
function withIncluded(client: RestoringClient, path: string, files: ProjectFiles): Files {
  let paths = new Set([path]);
  for (;;) {
    const texts = files.select([...paths]);
    const all = new Set([path, ...(client.includedFiles?.(path, texts) ?? [])]);
    if (all.size === paths.size) return texts;
    paths = all;
  }
}

/** A place in a file that was read by its absolute path, as the places of lock files are named. */
function fromRoot(where: string, root: string): string {
  return where.startsWith(root) ? where.slice(root.length).split(sep).join("/") : where;
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

function noProject(job: Job, wanted: readonly RestoringClient[]): Problem {
  const names = wanted.map(({ name }) => name).join(", ");
  const things = wanted.flatMap(({ looksFor }) => looksFor);
  const last = things.length > 1 ? ` and ${things.at(-1) ?? ""}` : "";
  const looked = last === "" ? things.join("") : things.slice(0, -1).join(", ") + last;
  return new Problem(
    "project-missing",
    `No project of ${names} was found below ${logText(job.workingDirectory)}: looked for ${looked}.`,
    "Set workingDirectory to the folder of the project, and check that an earlier step checked it out.",
  );
}
