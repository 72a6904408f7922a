import type { Project } from "../../core/client";
import { Problem } from "../../core/problem";
import { baseName } from "../../formats/locks/base-name";
import { folderOf, inFolder, isBelow } from "../../formats/project-paths";
import { asTable, parseTomlPart } from "../../formats/toml/toml-file";
import { isRequirementsFile, referencedFiles, requirementsFolder } from "./locks/requirement-files";
import { requirements } from "./locks/requirements";

/** Gives the text of a file; asked only for those whose text decides: pyproject.toml and requirements files. */
type ReadText = (path: string) => string | undefined;

const names = /^(?:uv\.lock|pyproject\.toml|pylock\.(?:[^.]+\.)?toml)$/s;
/** Lock files of other tools for the same pyproject.toml. */
const otherLocks = ["poetry.lock", "pdm.lock"];

/**
 * uv's projects by folder. In one folder uv.lock is what counts, then pylock files, then a pyproject.toml with
 * `[tool.uv]`; then requirements files, and before those a pyproject.toml with dependencies where none of them has hashes.
 * A member of a workspace further up is none, and neither is a requirements file that another one includes.
 */
export function detectUvProjects(paths: readonly string[], read: ReadText): readonly Project[] {
  const found = new Set(paths);
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const isRequirements = isRequirementsFile(path);
    if (!isRequirements && !names.test(baseName(path))) continue;
    const folder = isRequirements ? requirementsFolder(path) : folderOf(path);
    const files = folders.get(folder);
    if (files === undefined) folders.set(folder, [path]);
    else files.push(path);
  }
  const requirementsOf = new RequirementsTexts(read);
  const detected = [...folders].map(([folder, files]) =>
    projectsIn({ folder, files, found, read, texts: requirementsOf }),
  );
  const roots = requirementsOf.roots();
  return detected
    .flat()
    .filter(({ lock }) => lock === undefined || !isRequirementsFile(lock) || roots.has(lock));
}

interface Folder {
  readonly folder: string;
  readonly files: readonly string[];
  readonly found: ReadonlySet<string>;
  readonly read: ReadText;
  readonly texts: RequirementsTexts;
}

function projectsIn({ folder, files, found, read, texts }: Folder): readonly Project[] {
  const pyproject = files.find((path) => baseName(path) === "pyproject.toml");
  const lock = files.find((path) => baseName(path) === "uv.lock");
  if (pyproject !== undefined && lock !== undefined) return [{ folder, manifest: pyproject, lock }];
  const pylocks = files.filter((path) => baseName(path).startsWith("pylock."));
  if (pylocks.length > 0) return pylocks.map((path) => ({ folder, manifest: pyproject ?? path, lock: path }));
  const named = files.filter(isRequirementsFile);
  const own = pyproject === undefined || isBelow(folder, "uv.lock", found) ? "" : (read(pyproject) ?? "");
  if (pyproject !== undefined && namesUv(own) && (named.length === 0 || /^[ \t]*\[[ \t]*project/m.test(own)))
    return [{ folder, manifest: pyproject }];
  const isOthers = otherLocks.some((name) => found.has(inFolder(folder, name)));
  const listed = named
    .filter((path) => texts.names(path))
    .map((path) => ({ folder, manifest: pyproject ?? path, lock: path }));
  const isPinned = listed.some(({ lock: path }) => texts.hasHashes(path));
  if (pyproject === undefined || isPinned || isOthers || !hasDependencies(own)) return listed;
  return [{ folder, manifest: pyproject }, ...listed];
}

/** Looked for and not parsed: a file that is malformed is a project all the same, and uv says what is wrong with it. */
export function namesUv(text: string): boolean {
  return namesTool(text, "uv");
}

/** Whether a pyproject.toml has settings of a tool, or is built by a backend whose module is `backend` or in it. */
export function namesTool(text: string, tool: string, backend?: string): boolean {
  const isBackend =
    backend !== undefined &&
    new RegExp(`^[ \\t]*build-backend[ \\t]*=[ \\t]*["']${backend}\\b`, "m").test(text);
  return (
    isBackend || new RegExp(`^[ \\t]*\\[+[ \\t]*tool[ \\t]*\\.[ \\t]*${tool}[ \\t]*[.\\]]`, "m").test(text)
  );
}

/**
 * The projects of a client with a lock file of its own beside the pyproject.toml. Without that lock file, the
 * pyproject.toml has to name the client and something that is needed, and none of another tool may be there.
 */
export function detectLocked(
  paths: readonly string[],
  read: ReadText,
  own: { readonly lock: string; readonly isNamedBy: (text: string) => boolean; readonly needs?: RegExp },
): readonly Project[] {
  const found = new Set(paths);
  return paths
    .filter((path) => baseName(path) === "pyproject.toml")
    .flatMap((manifest): readonly Project[] => {
      const folder = folderOf(manifest);
      const lock = inFolder(folder, own.lock);
      if (found.has(lock)) return [{ folder, manifest, lock }];
      const isLocked = [...otherLocks, "uv.lock", "pylock.toml"].some((name) =>
        found.has(inFolder(folder, name)),
      );
      if (isLocked || isBelow(folder, "uv.lock", found)) return [];
      const text = read(manifest) ?? "";
      const isNeeding = hasDependencies(text) || own.needs?.test(text) === true;
      return own.isNamedBy(text) && !namesUv(text) && isNeeding ? [{ folder, manifest }] : [];
    });
}

/** Whether a pyproject.toml is that of a project that needs something, and not only settings of tools (PEP 621, 735). */
function hasDependencies(text: string): boolean {
  const document = parseTomlPart(text);
  const project = asTable(document?.["project"]);
  const tables = [project?.["optional-dependencies"], document?.["dependency-groups"]].map(asTable);
  const lists = [project?.["dependencies"], ...tables.flatMap((table) => Object.values(table ?? {}))];
  return project !== undefined && lists.some((list) => Array.isArray(list) && list.length > 0);
}

/** Requirements files, each looked at once. */
class RequirementsTexts {
  readonly #read: ReadText;
  readonly #references = new Map<string, readonly string[]>();
  readonly #hashed = new Set<string>();

  constructor(read: ReadText) {
    this.#read = read;
  }

  /**
   * Whether a file names requirements. One that has hashes, or is called requirements.txt and is no template, does even
   * where it cannot be understood: a lock file that is cut off is not to be passed over.
   */
  names(path: string): boolean {
    const text = this.#read(path);
    if (text === undefined) return false;
    const isHashed = /(?:^|\s)--hash[= ]/.test(text);
    if (!isHashed && !hasRequirements(path, text)) return false;
    if (isHashed) this.#hashed.add(path);
    this.#references.set(path, referencedFiles(path, text));
    return true;
  }

  hasHashes(path: string): boolean {
    return this.#hashed.has(path);
  }

  /** Those that no other one refers to; of files that refer to each other, the first. */
  roots(): ReadonlySet<string> {
    const roots = new Set<string>();
    const covered = new Set<string>();
    const referenced = new Set(
      [...this.#references].flatMap(([path, others]) => others.filter((other) => other !== path)),
    );
    const cover = (root: string): void => {
      roots.add(root);
      const reached = new Set([root]);
      for (const path of reached) for (const other of this.#references.get(path) ?? []) reached.add(other);
      for (const path of reached) covered.add(path);
    };
    for (const path of this.#references.keys()) if (!referenced.has(path)) cover(path);
    for (const path of this.#references.keys()) if (!covered.has(path)) cover(path);
    return roots;
  }
}

function hasRequirements(path: string, text: string): boolean {
  try {
    const { entries, skipped, includes = [] } = requirements.read(path, text, () => false);
    return entries.length + skipped.length + includes.length > 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return baseName(path) === "requirements.txt" && !text.includes("{{");
  }
}
