import { join, posix, sep } from "node:path";
import type { Project, RestoringClient } from "../../core/client";
import { isOwnFeed, otherOwnFeed, type Feed } from "../../core/feed-address";
import type { Job } from "../../core/job";
import { selectEntries } from "../../core/lock-entry";
import type { Bypass, LockEntries, LockFile, LockReader, SkippedEntry } from "../../core/lock-entry";
import { logText } from "../../core/log-text";
import { joinLists } from "../../core/packed-list";
import { onlyFirst } from "../../core/text-numbers";
import { Problem } from "../../core/problem";
import { findBypasses, fromRoot, rootOf } from "./configuration-bypasses";
import { readInput } from "../agent";
import { listSources, type Listing } from "./file-listing";
import { ProjectFiles } from "./project-files";
import type { ProjectPatterns } from "./project-patterns";
import { hasProgram, oneClientEach } from "./shared-projects";

/** A project with the client that it is of. */
export interface FoundProject extends Project {
  readonly client: RestoringClient;
}

/** What lies below the working directory by its names, of the wanted clients. Paths are relative, with `/`. */
export interface WorkspaceFiles {
  readonly wanted: readonly RestoringClient[];
  readonly files: ProjectFiles;
  readonly listing: Listing;
  readonly projects: readonly FoundProject[];
  readonly lockPaths: readonly string[];
  /** The clients that any of these is of. */
  readonly clients: ReadonlySet<RestoringClient>;
  /** Projects that other clients restore, whose own configuration may still name the feed. */
  readonly left: readonly FoundProject[];
  /** What is said of them. */
  readonly notes: readonly string[];
}

/** What is below the working directory: everything that is read before anything runs. */
export interface Workspace {
  readonly wanted: readonly RestoringClient[];
  readonly files: ProjectFiles;
  readonly listing: Listing;
  readonly projects: readonly FoundProject[];
  /** By relative path. */
  readonly locks: ReadonlyMap<string, LockFile>;
  readonly bypasses: readonly Bypass[];
  /** Files that could not be read or understood, by relative path. */
  readonly unreadable: ReadonlyMap<string, Problem>;
}

/**
 * Looks for projects and lock files below the working directory. Throws a Problem when there are none, or none that the
 * patterns mean.
 * @param known All clients: what any of them made is no source.
 * @param wanted Those of them that are to be restored.
 */
export function findWorkspace(
  job: Job,
  known: readonly RestoringClient[],
  wanted: readonly RestoringClient[],
  patterns?: ProjectPatterns,
): WorkspaceFiles {
  const root = job.workingDirectory;
  const files = new ProjectFiles((path) => readerOf(wanted, path.split(sep).join("/")) !== undefined);
  const outputFolders = known.flatMap((client) => client.outputFolders);
  const listing = listSources(root, outputFolders, patterns !== undefined);
  const { paths } = listing;
  const read = (path: string): string | undefined => {
    const absolute = join(root, path);
    return files.attempt(absolute, () => files.read(absolute));
  };
  const isThere = (client: RestoringClient): boolean =>
    hasProgram(client, job, (input) => readInput(input) !== undefined);
  const detected = detectAll(paths, read, wanted);
  const { projects: all, left, unread, notes } = oneClientEach(detected, known, { isThere, read });
  const allLocks = paths.filter((path) => readerOf(wanted, path) !== undefined && !unread.has(path));
  if (all.length === 0 && allLocks.length === 0) throw noProject(job, wanted, listing);
  const projects = patterns?.select(all, allLocks) ?? all;
  const lockPaths = allLocks.filter((path) => isOfWanted(path, { all, projects, patterns }));
  const clients = new Set([
    ...projects.map(({ client }) => client),
    ...lockPaths.flatMap((path) => wanted.find((each) => readerOf([each], path) !== undefined) ?? []),
  ]);
  const near = patterns === undefined ? paths : paths.filter((path) => isNear(path, projects));
  return { wanted, files, listing: { ...listing, paths: near }, projects, lockPaths, clients, left, notes };
}

/** Whether a file can be configuration of a project: it is in the project's folder, below it, or above. */
function isNear(path: string, projects: readonly FoundProject[]): boolean {
  const folder = `${posix.dirname(path)}/`.replace(/^\.\/$/, "");
  return projects.some((project) => {
    const own = project.folder === "" ? "" : `${project.folder}/`;
    return own.startsWith(folder) || folder.startsWith(own);
  });
}

/** A file that cannot be read shows no project by its text. */
function detectAll(
  paths: readonly string[],
  read: (path: string) => string | undefined,
  wanted: readonly RestoringClient[],
): readonly FoundProject[] {
  const sorted = [...paths].sort((one, other) => (one < other ? -1 : 1));
  return wanted.flatMap((client) => client.detect(sorted, read).map((project) => ({ ...project, client })));
}

/** A lock file of a project goes with it; another one is meant or not by its own path. */
function isOfWanted(
  path: string,
  found: {
    readonly all: readonly FoundProject[];
    readonly projects: readonly FoundProject[];
    readonly patterns: ProjectPatterns | undefined;
  },
): boolean {
  const isOf = (project: FoundProject): boolean => project.lock === path;
  if (found.all.some(isOf)) return found.projects.some(isOf);
  return found.patterns?.means(path) ?? true;
}

/** Reads the lock files and build files that were found. One that is malformed is `unreadable`, and costs no other. */
export function readWorkspace(job: Job, found: WorkspaceFiles, feed?: Feed): Workspace {
  const { wanted, files, listing, projects, lockPaths } = found;
  const locks = readLocks(job, found, lockPaths, feed);
  const inLocks = [...locks.values()].flatMap(({ bypasses }) => bypasses);
  const bypasses = [...inLocks, ...findBypasses(job, found)];
  const root = rootOf(job);
  const unreadable = new Map(
    [...files.unreadable].map(([path, problem]) => [fromRoot(path, root), problem] as const),
  );
  return { wanted, files, listing, projects, locks, bypasses, unreadable };
}

/**
 * Reads lock files and those that they take in, as far as they are there; one that is malformed is left out, and named by
 * `files.unreadable`. No link leads to a file that is taken in: only those that were listed are.
 */
export function readLocks(
  job: Job,
  { wanted, files, listing }: Pick<Workspace, "wanted" | "files" | "listing">,
  paths: readonly string[],
  feed?: Feed,
): ReadonlyMap<string, LockFile> {
  const isOwn = (address: string): boolean => isOwnFeed(address, job.organization);
  const isOther = (address: string): boolean => otherOwnFeed(address, job.organization, feed) !== undefined;
  const locks = new Map<string, LockFile>();
  const readers = new Map(paths.map((path) => [path, readerOf(wanted, path)]));
  for (const [path, reader] of readers) {
    const absolute = join(job.workingDirectory, path);
    const lock = files.attempt(absolute, () => {
      const text = files.take(absolute);
      return text === undefined ? undefined : reader?.read(path, text, isOwn, isOther);
    });
    if (lock === undefined) continue;
    const missing: SkippedEntry[] = [];
    for (const { path: included, where } of lock.includes ?? []) {
      if (!listing.paths.includes(included)) missing.push({ name: included, reason: notThere, where });
      else if (!readers.has(included)) readers.set(included, reader);
    }
    locks.set(path, missing.length === 0 ? lock : { ...lock, skipped: [...lock.skipped, ...missing] });
  }
  return locks;
}

const notThere = "another file, which is not below the working directory, or only by a link";

export function readerOf(clients: readonly RestoringClient[], path: string): LockReader | undefined {
  return clients.flatMap(({ lockReaders }) => lockReaders).find((reader) => reader.recognizes(path));
}

/** The entries of lock files, each file of a package once. */
export function lockedEntries(locks: Workspace["locks"]): LockEntries {
  const all = joinLists([...locks.values()].map(({ entries }) => entries));
  const isFirst = onlyFirst(all, ({ protocol, name, version, file, hashes, otherFeed }) =>
    JSON.stringify([protocol, name, version, file, hashes, otherFeed]),
  );
  return selectEntries(all, isFirst);
}

export function skippedEntries(locks: Workspace["locks"]): readonly SkippedEntry[] {
  return [...locks.values()].flatMap(({ skipped }) => skipped);
}

function noProject(job: Job, wanted: readonly RestoringClient[], { passedOver }: Listing): Problem {
  const names = wanted.map(({ name }) => name).join(", ");
  const things = [...new Set(wanted.flatMap(({ looksFor }) => looksFor))];
  const last = things.length > 1 ? ` and ${things.at(-1) ?? ""}` : "";
  const looked = last === "" ? things.join("") : things.slice(0, -1).join(", ") + last;
  return new Problem(
    "project-missing",
    `No project of ${names} was found below ${logText(job.workingDirectory)}: looked for ${looked}.${
      passedOver.length === 0 ? "" : ` Passed over: ${passedOver.slice(0, 10).map(logText).join(", ")}.`
    }`,
    "Set workingDirectory to the folder of the project, and check that an earlier step checked it out; projects in test fixtures and templates count where the input projects names them.",
  );
}
