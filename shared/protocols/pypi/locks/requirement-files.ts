import { baseName } from "../../../formats/locks/base-name";
import { folderOf, pathFrom } from "../../../formats/project-paths";

/**
 * Whether a file's path is one that people give to requirements files: `requirements-dev.txt`, `dev-requirements.txt`,
 * and `requirements/prod.txt`. A file of constraints installs nothing, so it is none.
 */
export function isRequirementsFile(path: string): boolean {
  const name = baseName(path);
  if (!name.endsWith(".txt") || /constraints?/i.test(name)) return false;
  return /^(?:.*[-_.])?requirements.*\.txt$/s.test(name) || baseName(folderOf(path)) === "requirements";
}

/** The folder that a requirements file is installed in: `requirements/` has the files of the folder above. */
export function requirementsFolder(path: string): string {
  const folder = folderOf(path);
  const isOfAbove = baseName(folder) === "requirements" && !/requirements/.test(baseName(path));
  return isOfAbove ? folderOf(folder) : folder;
}

/** The files that a requirements file names with `-r` and `-c`; looked for and not parsed. */
export function referencedFiles(path: string, text: string): readonly string[] {
  const lines = text.matchAll(
    /^[ \t]*(?:-[rc][ \t=]*|--(?:requirement|constraint)[ \t=]+)["']?([^\s"'#]+)/gm,
  );
  return [...lines].flatMap(([, named = ""]) => pathFrom(folderOf(path), named) ?? []);
}
