import { isAbsolute, relative, sep } from "node:path";

/** Whether a path is really below a folder; on Windows another drive is not. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
