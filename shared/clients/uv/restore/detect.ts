import { baseName } from "../../../formats/locks/base-name";

/** A project to restore. Paths are relative to the working directory; `folder` is "" for the working directory itself. */
export interface Project {
  readonly kind: "uv" | "cargo" | "maven";
  readonly folder: string;
  /** What makes it a project; for a requirements file or pylock.toml without a pyproject.toml that file itself. */
  readonly manifest: string;
  readonly lock?: string;
}

/** Reads a file of the list; called only for those whose text decides: pyproject.toml and requirements files. */
export type ReadText = (path: string) => string | undefined;

/**
 * The projects among the files below the working directory: uv's, then Cargo's, then Maven's, each by path.
 * What lies in a folder of installed or built packages is none, nor is a member of a project further up.
 * Throws nothing: a file that cannot be understood is left to the client, which says it better.
 */
export function detectProjects(
  paths: readonly string[],
  read: ReadText = () => undefined,
): readonly Project[] {
  const found = new Set(
    paths.map((path) => path.replaceAll("\\", "/").replace(/^\.\//, "")).filter(isSource),
  );
  const sorted = [...found].sort((one, other) => (one < other ? -1 : 1));
  return [
    ...uvProjects(sorted, found, read),
    ...cargoProjects(sorted, found),
    ...mavenProjects(sorted, found),
  ];
}

const others = /(?:^|\/)(?:node_modules|site-packages|\.git|\.venv|venv|\.tox|\.nox|target|vendor)\//;

function isSource(path: string): boolean {
  return !others.test(path);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function inFolder(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** Whether a file of this name is in a folder further up. */
function isBelow(folder: string, name: string, found: ReadonlySet<string>): boolean {
  for (let above = folder; above !== "";) {
    above = folderOf(above);
    if (found.has(inFolder(above, name))) return true;
  }
  return false;
}

/** In one folder uv.lock is what counts, then pylock files, then pyproject.toml with `[tool.uv]`, then requirements. */
function uvProjects(
  sorted: readonly string[],
  found: ReadonlySet<string>,
  read: ReadText,
): readonly Project[] {
  const folders = new Map<string, string[]>();
  for (const path of sorted) {
    if (!/^(?:uv\.lock|pyproject\.toml|pylock\.(?:[^.]+\.)?toml|requirements.*\.txt)$/s.test(baseName(path)))
      continue;
    const folder = folderOf(path);
    const files = folders.get(folder);
    if (files === undefined) folders.set(folder, [path]);
    else files.push(path);
  }
  return [...folders].flatMap(([folder, files]) => uvProjectsIn(folder, files, found, read));
}

function uvProjectsIn(
  folder: string,
  files: readonly string[],
  found: ReadonlySet<string>,
  read: ReadText,
): readonly Project[] {
  const project = (manifest: string, lock?: string): Project => ({
    kind: "uv",
    folder,
    manifest,
    ...(lock === undefined ? {} : { lock }),
  });
  const pyproject = files.find((path) => baseName(path) === "pyproject.toml");
  const lock = files.find((path) => baseName(path) === "uv.lock");
  if (pyproject !== undefined && lock !== undefined) return [project(pyproject, lock)];
  const pylocks = files.filter((path) => baseName(path).startsWith("pylock."));
  if (pylocks.length > 0) return pylocks.map((path) => project(pyproject ?? path, path));
  const isMember = isBelow(folder, "uv.lock", found);
  if (
    pyproject !== undefined &&
    !isMember &&
    /^[ \t]*\[+[ \t]*tool[ \t]*\.[ \t]*uv[ \t]*[.\]]/m.test(read(pyproject) ?? "")
  )
    return [project(pyproject)];
  return files
    .filter((path) => path.endsWith(".txt") && /(?:^|\s)--hash[= ]/.test(read(path) ?? ""))
    .map((path) => project(pyproject ?? path, path));
}

/** A root has a Cargo.lock beside it, or no Cargo.toml above it (Cargo reference, "Workspaces"). */
function cargoProjects(sorted: readonly string[], found: ReadonlySet<string>): readonly Project[] {
  return sorted
    .filter((path) => baseName(path) === "Cargo.toml")
    .flatMap((manifest): Project[] => {
      const folder = folderOf(manifest);
      const lock = inFolder(folder, "Cargo.lock");
      if (found.has(lock)) return [{ kind: "cargo", folder, manifest, lock }];
      return isBelow(folder, "Cargo.toml", found) ? [] : [{ kind: "cargo", folder, manifest }];
    });
}

/** Those without a pom.xml above them; Maven has no lock file. */
function mavenProjects(sorted: readonly string[], found: ReadonlySet<string>): readonly Project[] {
  return sorted
    .filter((path) => baseName(path) === "pom.xml" && !isBelow(folderOf(path), "pom.xml", found))
    .map((manifest) => ({ kind: "maven", folder: folderOf(manifest), manifest }));
}
