import { accessSync, constants, readdirSync, statSync } from "node:fs";
import { arch } from "node:os";
import { delimiter, join } from "node:path";
import { readVariable } from "../agent";

/** Where a program was found. */
export interface FoundProgram {
  readonly path: string;
  readonly origin: "PATH" | "tool cache";
}

/**
 * Looks for a program on PATH, then in the agent's tool cache, where the newest version counts.
 * Layout of the cache: `<tool>/<version>/<arch>` beside a file `<arch>.complete`, written last
 * (azure-pipelines-tool-lib, tool.ts, `cacheDir` and `findLocalTool`).
 */
export function findProgram(name: string, tool: string, path: string): FoundProgram | undefined {
  const onPath = findIn(path.split(delimiter), name);
  if (onPath !== undefined) return { path: onPath, origin: "PATH" };
  const cache = readVariable("Agent.ToolsDirectory");
  const cached = cache === undefined ? undefined : findIn(cachedFolders(join(cache, tool)), name);
  return cached === undefined ? undefined : { path: cached, origin: "tool cache" };
}

/** The architecture as the tool cache names it: that of Node. */
export function cacheArchitecture(): string {
  return arch();
}

function cachedFolders(tool: string): readonly string[] {
  const folder = cacheArchitecture();
  return entriesOf(tool)
    .filter((version) => /^\d/.test(version) && isFile(join(tool, version, `${folder}.complete`)))
    .sort(compareVersions)
    .reverse()
    .flatMap((version) => [join(tool, version, folder), join(tool, version, folder, "bin")]);
}

function compareVersions(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}

function findIn(folders: readonly string[], name: string): string | undefined {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];
  return folders
    .filter((folder) => folder !== "")
    .flatMap((folder) => endings.map((ending) => join(folder, name + ending)))
    .find((path) => isFile(path) && isExecutable(path));
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
