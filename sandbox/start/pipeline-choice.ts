import { existsSync } from "node:fs";
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, parse, resolve } from "node:path";
import { UsageError } from "./command-line";

/** A pipeline file and the folder that `checkout: self` brings. */
export interface PipelineChoice {
  readonly file: string;
  readonly sources: string;
  /** Whether it is one of the two examples that are run by default, in which each client of the machine has a job. */
  readonly example: boolean;
}

/** The examples that are run when no file is named. */
const exampleNames = ["azure-pipelines.yml", "restore-upstream.yml"];

/**
 * The file that the person named with the repository around it (the nearest folder that has `.git`, else the file's
 * own), or the examples. The folder of the examples is a repository of its own.
 * @throws UsageError when there is no such file.
 */
export function choosePipelines(file: string | undefined, clone: string): readonly PipelineChoice[] {
  const examples = join(clone, "examples");
  const all = exampleNames.map((name) => ({ file: join(examples, name), sources: examples, example: true }));
  if (file === undefined) return all;
  // npm runs scripts in the clone, and says in INIT_CWD where the person is.
  const path = resolve(process.env["INIT_CWD"] ?? "", file);
  if (!existsSync(path)) throw new UsageError(`There is no pipeline file ${path}.`);
  const known = all.find((example) => example.file === path);
  if (known !== undefined) return [known];
  const isBeside = dirname(path) === examples;
  return [{ file: path, sources: isBeside ? examples : repositoryAround(dirname(path)), example: false }];
}

function repositoryAround(folder: string): string {
  const { root } = parse(folder);
  for (let above = folder; above !== root; above = dirname(above)) {
    if (existsSync(join(above, ".git"))) return above;
  }
  return folder;
}

/** Copies the example to `folder`, with another address in the place of that of its feed's organization. */
export async function moveExample(
  example: PipelineChoice,
  folder: string,
  address: { readonly from: string | RegExp; readonly to: string },
): Promise<PipelineChoice> {
  await cp(example.sources, folder, { recursive: true });
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const text = await readFile(path, "utf8");
    const moved = text.replaceAll(address.from, address.to);
    if (moved !== text) await writeFile(path, moved);
  }
  return { ...example, file: join(folder, basename(example.file)), sources: folder };
}
