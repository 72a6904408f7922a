import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Environment } from "../../core/environment";

/** Looks for a program in the folders of an environment's PATH; gives its path. */
export function findOnPath(name: string, environment: Environment, windows: boolean): string | undefined {
  return findIn((environment.get("PATH") ?? "").split(delimiter), name, windows);
}

/** Windows' own order where nobody changed PATHEXT. */
const endingsOnWindows: readonly string[] = [".exe", ".bat", ".cmd"];

/** Looks for a program in some folders, the first that has it counts. */
export function findIn(folders: readonly string[], name: string, windows: boolean): string | undefined {
  const endings = windows ? endingsOnWindows : [""];
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
