import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";

/** A source file: its path from the repository's root, with `/`, and its syntax tree. */
export interface Source {
  readonly path: string;
  readonly lines: number;
  readonly tree: ts.SourceFile;
}

export const repository = join(__dirname, "../..");
export const sourceRoots = ["tasks", "shared", "sandbox"];

/** Folders that hold nothing of ours. */
export const notOurs = new Set([
  "node_modules",
  "dist",
  "out",
  ".git",
  ".clients",
  ".sandbox",
  "target",
  ".venv",
]);

export function listFiles(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : listFiles(root, path);
    return entry.isFile() ? [path] : [];
  });
}

export function readSources(root: string, folders: readonly string[]): readonly Source[] {
  return folders
    .flatMap((folder) => listFiles(root, folder))
    .filter((path) => path.endsWith(".ts"))
    .map((path) => {
      const text = readFileSync(join(root, path), "utf8");
      return {
        path,
        lines: text.split("\n").length - 1,
        tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
      };
    });
}

export function nodesOf(tree: ts.SourceFile): readonly ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return nodes;
}

/** What a file imports, by whatever form: files as paths from the root, all else by its name. */
export function importsOf({ path, tree }: Source): readonly string[] {
  return ts
    .preProcessFile(tree.text, true, true)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith(".") ? posix.join(posix.dirname(path), fileName) : fileName,
    );
}
