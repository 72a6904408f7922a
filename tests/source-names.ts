import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";

/** Which names are looked for, and where they may stand. */
export interface NameSearch {
  /** The folder that all paths are relative to. */
  readonly root: string;
  /** Folders whose .ts files are searched. */
  readonly folders: readonly string[];
  /** Files that may hold the names, and folders, which end in a slash. */
  readonly allowed: readonly string[];
  /** In lower case, each of letters alone: `uv`, `nuget`. */
  readonly words: readonly string[];
  /** What holds a word without naming anything: `npm start` is how a person starts something. */
  readonly except?: RegExp;
}

/**
 * Finds the words in string literals, templates, regular expressions, identifiers and names of files; comments are
 * free. A word is found whatever its case and wherever it stands in a longer name (`CARGO_HOME`, `isPyPi`, `maven39`),
 * but not inside of another word (`juvenile` does not name uv).
 * @returns One line for each, `path:line: names uv: isUv`, in the order of the files.
 */
export function findNames({ root, folders, allowed, words, except }: NameSearch): readonly string[] {
  const wanted = new Set(words);
  const isAllowed = (path: string): boolean =>
    allowed.some((place) => (place.endsWith("/") ? path.startsWith(place) : path === place));
  const namesIn = (text: string): readonly string[] => {
    const rest = except === undefined ? text : text.replace(except, " ");
    return [...new Set(wordsOf(rest).filter((word) => wanted.has(word)))];
  };
  return folders
    .flatMap((folder) => listSources(root, folder))
    .filter((path) => !isAllowed(path))
    .flatMap((path) => {
      const tree = ts.createSourceFile(
        path,
        readFileSync(join(root, path), "utf8"),
        ts.ScriptTarget.Latest,
        true,
      );
      const ofFile = namesIn(path).map((word) => `${path}: its own name names ${word}`);
      const inside = textsOf(tree).flatMap(({ line, text }) =>
        namesIn(text).map((word) => `${path}:${line}: names ${word}: ${text}`),
      );
      return [...ofFile, ...inside];
    });
}

function listSources(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return listSources(root, path);
    return path.endsWith(".ts") ? [path] : [];
  });
}

/** Every text in a tree that says something to the program, with the line that it begins in. */
function textsOf(tree: ts.SourceFile): readonly { readonly line: number; readonly text: string }[] {
  const texts: { line: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== undefined) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
      texts.push({ line: line + 1, text });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return texts;
}

function textOf(node: ts.Node): string | undefined {
  // The letter of \b or \d is no part of a word.
  if (ts.isRegularExpressionLiteral(node)) return node.text.replace(/\\[a-zA-Z]/g, " ");
  const hasText =
    ts.isIdentifier(node) ||
    ts.isPrivateIdentifier(node) ||
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node);
  return hasText ? node.text : undefined;
}

/** The words of a text in lower case: runs of letters, the parts of those in camel case, and parts that follow each other. */
function wordsOf(text: string): readonly string[] {
  return (text.match(/[A-Za-z]+/g) ?? []).flatMap((run) => {
    const parts = run.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [];
    return parts.flatMap((_, from) =>
      parts.slice(from).map((_part, count) =>
        parts
          .slice(from, from + count + 1)
          .join("")
          .toLowerCase(),
      ),
    );
  });
}
