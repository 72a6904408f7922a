import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Texts of files, by their path below a folder. */
export type ProjectFiles = Readonly<Record<string, string>>;

/** Makes the folder with the files in it. */
export async function writeProject(folder: string, files: ProjectFiles): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Address of the n-th feed of an organization, with the path behind it that a protocol has. */
export type FeedAddress = (n: number, path: string) => string;

/** The addresses below `root`, which ends in a slash. */
export function feedsBelow(root: string): FeedAddress {
  return (n, path) => `${root}Fabrikam%20Fiber/_packaging/feed-${n}/${path}`;
}

/** 0, 1, 2 … below `count`. */
export function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
