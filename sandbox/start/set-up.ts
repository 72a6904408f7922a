import { readFile } from "node:fs/promises";
import { dirname } from "node:path";

/** A program of this machine. */
export interface Program {
  readonly path: string;
  readonly version: string;
}

/** What the set-up found. */
export interface SetUp {
  /** Programs that it found or fetched, by the names that it gives them: `cargo`, `maven39`. */
  readonly programs: Readonly<Record<string, Program>>;
  /** Programs on the machine's own PATH. */
  readonly onPath: Readonly<Record<string, Program>>;
  readonly java?: { readonly home: string };
  readonly node20?: Program;
  readonly node24?: Program;
  /** What it did not find, and what to do about it. */
  readonly missing: readonly { readonly client: string; readonly reason: string }[];
}

/**
 * Reads what the set-up wrote to `.clients/clients.json`.
 * @throws Error when there is no such file: then the set-up has not run.
 */
export async function readSetUp(file: string): Promise<SetUp> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error(`${file} is not there; run npm start, which sets up first.`);
  });
  const { onPath, java, node20, node24, missing, ...programs } = JSON.parse(text) as Omit<SetUp, "programs">;
  return {
    programs,
    onPath,
    ...(java && { java }),
    ...(node20 && { node20 }),
    ...(node24 && { node24 }),
    missing,
  };
}

/** The folder that has to be on PATH for a program. */
export function folderOf({ path }: Program): string {
  return dirname(path);
}
