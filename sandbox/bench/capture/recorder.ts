import { spawnSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { hrtime } from "node:process";
import type { Command } from "../measuring/sample";

/**
 * Makes a program that can stand for `node`: it writes down how it was started and then runs the real one.
 * @returns Its path.
 */
export async function makeRecorder(node: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, "node");
  const call = `require(${JSON.stringify(__filename)}).recordAndRun(${JSON.stringify(node)}, ${JSON.stringify(folder)});`;
  // Started by this line and not by a shell, which would add variables of its own.
  await writeFile(path, `#!${node}\n${call}\n`);
  await chmod(path, 0o755);
  return path;
}

/** What the recorder does when it is started. */
export function recordAndRun(node: string, folder: string): void {
  const parameters = process.argv.slice(2);
  const command: Command = {
    argv: [node, ...parameters],
    workingDirectory: process.cwd(),
    environment: definedEntries(process.env),
  };
  writeFileSync(join(folder, `${hrtime.bigint()}.json`), JSON.stringify(command), { mode: 0o600 });
  process.exitCode = spawnSync(node, parameters, { stdio: "inherit" }).status ?? 1;
}

/** How the recorder was started, in the order of time. */
export async function readRecords(folder: string): Promise<readonly Command[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return texts.map((text) => JSON.parse(text) as Command);
}

/** An environment without the names that are not set. */
export function definedEntries(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
