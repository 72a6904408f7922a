import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/*
 * What azure-pipelines-tool-lib calls of azure-pipelines-task-lib to find, fill and offer a tool of the cache, under
 * task-lib's names. Its bundle has this file in task-lib's place: shared/shell/agent.ts has taken the environment over
 * already, and all of task-lib would be five times as much to download (docs/dependencies.md).
 */

/** A variable that is no secret; tool-lib asks for `Agent.ToolsDirectory`. */
export function getVariable(name: string): string | undefined {
  const text = process.env[name.replace(/[. ]/g, "_").toUpperCase()] ?? "";
  return text === "" ? undefined : text;
}

/** Every agent that runs the tasks is new enough: `minimumAgentVersion` in task.json. */
export function assertAgent(): void {
  // Nothing is left to check.
}

export function debug(): void {
  // What it would tell is in the lines that tool-lib prints.
}

/** tool-lib asks for them when it is loaded, and uses them for downloads alone. */
export function getHttpProxyConfiguration(): null {
  return null;
}

/** As `getHttpProxyConfiguration`. */
export function getHttpCertConfiguration(): null {
  return null;
}

export function exist(path: string): boolean {
  return path !== "" && existsSync(path);
}

export function stats(path: string): ReturnType<typeof statSync> {
  return statSync(path);
}

/** The names in one folder. */
export function ls(_options: string, [folder = ""]: readonly string[]): readonly string[] {
  return readdirSync(folder);
}

export function mkdirP(path: string): void {
  mkdirSync(path, { recursive: true });
}

export function rmRF(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

/** Copies a file or folder into a folder. */
export function cp(source: string, folder: string): void {
  cpSync(source, join(folder, basename(source)), { recursive: true });
}

export function writeFile(path: string, text: string): void {
  writeFileSync(path, text);
}
