import { readdirSync, type Dirent } from "node:fs";
import { join } from "node:path";

/** Folders that hold what clients made or fetched, where lock files are other people's. */
const left = new Set([
  ".git",
  ".hg",
  ".svn",
  ".venv",
  "venv",
  ".tox",
  ".nox",
  "node_modules",
  "target",
  "__pycache__",
]);
/** A guard against a working directory that is no project, such as a whole disk. */
const mostFiles = 500_000;

/** The paths of all files below a folder, sorted by name folder by folder. Links are not followed. */
export function listFiles(root: string): readonly string[] {
  const files: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined && files.length < mostFiles; folder = folders.pop()) {
    const entries = entriesOf(folder).sort((one, other) => (one.name < other.name ? -1 : 1));
    const here = folder;
    files.push(...entries.filter((entry) => entry.isFile()).map(({ name }) => join(here, name)));
    const below = entries.filter((entry) => entry.isDirectory() && !left.has(entry.name));
    folders.push(...below.reverse().map(({ name }) => join(here, name)));
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
