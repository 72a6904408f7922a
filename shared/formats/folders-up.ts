import { dirname, relative, sep } from "node:path";
import { projectFolders, type Job } from "../core/job";

/** A folder and all above it, nearest first. */
export function foldersUp(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersUp(above)];
}

/** Several folders and all above them, each once. */
export function allFoldersUp(folders: readonly string[]): readonly string[] {
  return [...new Set(folders.flatMap(foldersUp))];
}

/**
 * Files by these names in each of some folders, nearest first. The folders are absolute and have no dots, so nothing is
 * left to normalize: `join` for each of them would be a tenth of what a task costs.
 */
export function filesUp(folders: readonly string[], names: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => {
    const start = folder.endsWith(sep) ? folder : `${folder}${sep}`;
    return names.map((name) => `${start}${name}`);
  });
}

/** Whether a file came with the sources, which the agent keeps in Agent.BuildDirectory. */
export function isOfRepository(job: Job, path: string): boolean {
  const build = job.environment.get("AGENT_BUILDDIRECTORY") ?? "";
  const roots = build === "" ? projectFolders(job) : [build];
  return roots.some((root) => isBelow(root, path));
}

/** Whether a path is in a folder, or is that folder. */
export function isBelow(folder: string, path: string): boolean {
  return !/^(?:\.\.(?:[\\/]|$)|[\\/]|[A-Za-z]:)/.test(relative(folder, path));
}
