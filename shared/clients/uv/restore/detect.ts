import type { Project } from "../../../core/client";
import { baseName } from "../../../formats/locks/base-name";
import { folderOf, isBelow } from "../../../formats/project-paths";

/** Gives the text of a file; asked only for those whose text decides: pyproject.toml and requirements files. */
type ReadText = (path: string) => string | undefined;

const names = /^(?:uv\.lock|pyproject\.toml|pylock\.(?:[^.]+\.)?toml|requirements.*\.txt)$/s;

/**
 * uv's projects by folder. In one folder uv.lock is what counts, then pylock files, then pyproject.toml with
 * `[tool.uv]`, then requirements files with hashes. A member of a workspace further up is none.
 */
export function detectUvProjects(paths: readonly string[], read: ReadText): readonly Project[] {
  const found = new Set(paths);
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    if (!names.test(baseName(path))) continue;
    const folder = folderOf(path);
    const files = folders.get(folder);
    if (files === undefined) folders.set(folder, [path]);
    else files.push(path);
  }
  return [...folders].flatMap(([folder, files]) => projectsIn(folder, files, found, read));
}

function projectsIn(
  folder: string,
  files: readonly string[],
  found: ReadonlySet<string>,
  read: ReadText,
): readonly Project[] {
  const pyproject = files.find((path) => baseName(path) === "pyproject.toml");
  const lock = files.find((path) => baseName(path) === "uv.lock");
  if (pyproject !== undefined && lock !== undefined) return [{ folder, manifest: pyproject, lock }];
  const pylocks = files.filter((path) => baseName(path).startsWith("pylock."));
  if (pylocks.length > 0) return pylocks.map((path) => ({ folder, manifest: pyproject ?? path, lock: path }));
  if (pyproject !== undefined && !isBelow(folder, "uv.lock", found) && namesUv(read(pyproject) ?? ""))
    return [{ folder, manifest: pyproject }];
  return files
    .filter((path) => path.endsWith(".txt") && /(?:^|\s)--hash[= ]/.test(read(path) ?? ""))
    .map((path) => ({ folder, manifest: pyproject ?? path, lock: path }));
}

/** Looked for and not parsed: a file that is malformed is a project all the same, and uv says what is wrong with it. */
function namesUv(text: string): boolean {
  return /^[ \t]*\[+[ \t]*tool[ \t]*\.[ \t]*uv[ \t]*[.\]]/m.test(text);
}
