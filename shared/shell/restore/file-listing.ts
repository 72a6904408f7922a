import { readdirSync, type Dirent } from "node:fs";
import { join } from "node:path";

/** Folders that nobody's project is in, whatever a project is made with. */
const neverSources: readonly string[] = [".git", ".hg", ".svn", "node_modules"];
/** A guard against a working directory that is no project, such as a whole disk. */
const maxFiles = 500_000;

/**
 * The paths of the files below a folder, relative to it with `/`, sorted by their names, folder by folder. Links are
 * not followed. Folders of version control, and those with the names of `outputFolders`, are left out.
 */
export function listSources(root: string, outputFolders: Iterable<string>): readonly string[] {
  const names = new Set([...neverSources, ...outputFolders]);
  return listFiles(root, (name) => names.has(name));
}

/** As `listSources`, of every folder but those whose names are to be left out. */
export function listFiles(
  root: string,
  isLeftOut: (name: string) => boolean = () => false,
): readonly string[] {
  const files: string[] = [];
  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined && files.length < maxFiles; folder = folders.pop()) {
    const entries = entriesOf(join(root, folder)).sort((one, other) => (one.name < other.name ? -1 : 1));
    const inside = folder === "" ? "" : `${folder}/`;
    files.push(...entries.filter((entry) => entry.isFile()).map(({ name }) => inside + name));
    const below = entries.filter((entry) => entry.isDirectory() && !isLeftOut(entry.name));
    folders.push(...below.reverse().map(({ name }) => inside + name));
  }
  return files;
}

/** A folder that may not be read has no projects of this build. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
