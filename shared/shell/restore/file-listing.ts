import { readdirSync, type Dirent } from "node:fs";
import { join } from "node:path";

/** Folders that nobody's project is in, whatever a project is made with. */
const neverSources: readonly string[] = [".git", ".hg", ".svn", "node_modules"];
/** Folders of files that tests read, where they are below a folder of tests; `testdata` wherever it is, as Go has it. */
const fixtureFolders = /^(?:fixtures?|__fixtures__|test[-_]?data|samples?|resources)$/i;
const testFolders = /^(?:tests?|__tests__|specs?|testing|e2e|it)$/i;
/** A guard against a working directory that is no project, such as a whole disk. */
export const mostFiles = 500_000;

/** What lies below a folder. Paths are relative to it, with `/`, folder by folder in the order of their names. */
export interface Listing {
  readonly paths: readonly string[];
  /** Folders of sources that were passed over, since nobody's project is in them. */
  readonly passedOver: readonly string[];
  /** Whether there are more files than `mostFiles`, which are not in it. */
  readonly isCut: boolean;
}

/**
 * The files below a folder. Links are not followed. Folders of version control, those with the names of `outputFolders`,
 * fixtures of tests and templates (`{{cookiecutter.name}}`) are passed over.
 * @param all Whether fixtures and templates count too, since somebody names them.
 */
export function listSources(root: string, outputFolders: Iterable<string>, all = false): Listing {
  const names = new Set([...neverSources, ...outputFolders]);
  const passedOver: string[] = [];
  const isLeftOut = (path: string, name: string): boolean => {
    if (!names.has(name) && (all || !isMaterial(path, name))) return false;
    if (!name.startsWith(".git")) passedOver.push(path);
    return true;
  };
  const paths = listFiles(root, isLeftOut);
  return { paths, passedOver: passedOver.sort(), isCut: paths.length >= mostFiles };
}

/** Whether a folder holds what tests or generators read, and no project of its own. */
function isMaterial(path: string, name: string): boolean {
  if (/\{\{|<%|\{%/.test(name)) return true;
  if (/^testdata$/i.test(name)) return true;
  return (
    fixtureFolders.test(name) &&
    path
      .split("/")
      .slice(0, -1)
      .some((above) => testFolders.test(above))
  );
}

/**
 * As `listSources`, of every folder but those that are to be left out.
 * @param isLeftOut Asked with a folder's path and name.
 */
export function listFiles(
  root: string,
  isLeftOut: (path: string, name: string) => boolean = () => false,
): readonly string[] {
  const files: string[] = [];
  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined && files.length < mostFiles; folder = folders.pop()) {
    const entries = entriesOf(join(root, folder)).sort((one, other) => (one.name < other.name ? -1 : 1));
    const inside = folder === "" ? "" : `${folder}/`;
    files.push(...entries.filter((entry) => entry.isFile()).map(({ name }) => inside + name));
    const below = entries.filter(
      (entry) => entry.isDirectory() && !isLeftOut(inside + entry.name, entry.name),
    );
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
