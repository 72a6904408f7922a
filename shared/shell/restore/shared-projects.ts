import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Project, RestoringClient } from "../../core/client";
import type { Job } from "../../core/job";
import { logText } from "../../core/log-text";
import { readVariable } from "../agent";
import { findOnPath } from "../tools/programs";

interface ClientProject extends Project {
  readonly client: RestoringClient;
}

/** Projects of one client each, and what is said of those that several clients can restore. */
export interface ChosenProjects<Found> {
  readonly projects: readonly Found[];
  /** The same projects, of clients that are not to restore them. */
  readonly left: readonly Found[];
  /** Lock files of clients that are not to restore the project, by relative path. */
  readonly unread: ReadonlySet<string>;
  readonly notes: readonly string[];
}

/** What decides between clients; asked only of those that share a project. */
interface Choosing {
  /** Whether a client's program is there. */
  readonly isThere: (client: RestoringClient) => boolean;
  /** The text of a file by its relative path. */
  readonly read: (path: string) => string | undefined;
}

/**
 * Leaves each project to one client: of several, that which its manifest names, else one whose program is there, else the
 * first. A lock file that several clients read is a project of its own; others go with their manifest.
 * @param known All clients, in their order.
 */
export function oneClientEach<Found extends ClientProject>(
  all: readonly Found[],
  known: readonly RestoringClient[],
  choosing: Choosing,
): ChosenProjects<Found> {
  const shared = new Map<string, Found[]>();
  for (const project of all) {
    const key = sharedFile(project, known);
    shared.set(key, [...(shared.get(key) ?? []), project]);
  }
  const dropped = new Set<Found>();
  const unread = new Set<string>();
  const notes: string[] = [];
  for (const [path, projects] of shared) {
    const clients = [...new Set(projects.map(({ client }) => client))];
    const { chosen, why } = choose(clients, path, choosing);
    const left = projects.filter(({ client }) => client !== chosen);
    const locks = left.flatMap(({ lock }) => (lock === undefined || lock === path ? [] : [lock]));
    for (const project of left) dropped.add(project);
    for (const lock of locks) unread.add(lock);
    if (chosen === clients[0] && locks.length === 0) continue;
    const names = clients.map(({ name }) => name).join(" and ");
    const rest = locks.length === 0 ? "" : `; not read: ${locks.join(", ")}`;
    notes.push(logText(`${path}: of ${names}, ${chosen?.name ?? ""} restores it, ${why}${rest}`));
  }
  return { projects: all.filter((project) => !dropped.has(project)), left: [...dropped], unread, notes };
}

/** The client of several, and why it is that one. */
function choose(
  clients: readonly RestoringClient[],
  path: string,
  { isThere, read }: Choosing,
): { readonly chosen: RestoringClient | undefined; readonly why: string } {
  const [first, second] = clients;
  if (second === undefined) return { chosen: first, why: "" };
  const named = clients.filter((client) => client.isNamedBy?.(read(path) ?? "") === true);
  const there = named.find(isThere) ?? clients.find(isThere);
  const chosen = there ?? named[0] ?? first;
  if (chosen !== undefined && named.includes(chosen)) return { chosen, why: "which it names" };
  return { chosen, why: there === undefined ? "the first" : "whose program is there" };
}

/** What makes it a project: its manifest, or a lock file in a format that is not of one client alone. */
function sharedFile({ manifest, lock }: Project, known: readonly RestoringClient[]): string {
  if (lock === undefined) return manifest;
  const readers = known.filter(({ lockReaders }) => lockReaders.some((reader) => reader.recognizes(lock)));
  return readers.length > 1 ? lock : manifest;
}

/** Whether a client's program can be expected to be there: on PATH, in the tool cache, or to be fetched. */
export function hasProgram(
  { program, tool, fetching }: RestoringClient,
  { environment, windows }: Pick<Job, "environment" | "windows">,
  isFetched: (versionInput: string) => boolean,
): boolean {
  const tools = readVariable("Agent.ToolsDirectory");
  return (
    findOnPath(program, environment, windows) !== undefined ||
    (tools !== undefined && existsSync(join(tools, tool))) ||
    (fetching !== undefined && isFetched(fetching.versionInput))
  );
}
