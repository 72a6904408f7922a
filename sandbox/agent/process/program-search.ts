import { accessSync, constants } from "node:fs";
import path from "node:path";

/** The path of a program in a PATH; throws when no folder of it has one that may be executed. */
export function findProgram(name: string, searchPath: string): string {
  for (const folder of searchPath.split(":").filter((entry) => path.isAbsolute(entry))) {
    const candidate = path.join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      continue;
    }
  }
  throw new Error(`Unable to locate executable file: '${name}'. It is in no folder of PATH (${searchPath}).`);
}
