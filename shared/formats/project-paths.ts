/** The folder of a file, both relative with `/` between folders; "" for the working directory itself. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** A file's path in a folder that is relative, or "". */
export function inFolder(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** Whether a file of this name is in a folder further up. */
export function isBelow(folder: string, name: string, found: ReadonlySet<string>): boolean {
  for (let above = folder; above !== "";) {
    above = folderOf(above);
    if (found.has(inFolder(above, name))) return true;
  }
  return false;
}

/**
 * The path of a file that another one names, relative to that file's folder; with `/` or, as on Windows, `\\` between
 * folders. Undefined for an absolute path, and for one that leads out of the working directory.
 */
export function pathFrom(folder: string, named: string): string | undefined {
  const written = named.replaceAll("\\", "/");
  if (written.startsWith("/") || /^[A-Za-z]:/.test(written)) return undefined;
  const segments = folder === "" ? [] : folder.split("/");
  for (const segment of written.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join("/");
}
