import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Looks for a program in the folders of a PATH; gives its path. */
export function findOnPath(name: string, path: string): string | undefined {
  return findIn(path.split(delimiter), name);
}

/** Looks for a program in some folders, the first that has it counts. */
export function findIn(folders: readonly string[], name: string): string | undefined {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];
  return folders
    .filter((folder) => folder !== "")
    .flatMap((folder) => endings.map((ending) => join(folder, name + ending)))
    .find((path) => isFile(path) && isExecutable(path));
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
