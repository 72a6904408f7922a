import { dirname } from "node:path";

/** A folder and all above it, nearest first. */
export function foldersUp(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersUp(above)];
}

/** Several folders and all above them, each once. */
export function allFoldersUp(folders: readonly string[]): readonly string[] {
  return [...new Set(folders.flatMap(foldersUp))];
}
