import { rm } from "node:fs/promises";
import type { Meter } from "../measuring/meter";
import type { Command } from "../measuring/sample";
import type { ProjectFiles } from "./project-files";

/** A project that a client restores through a feed, and how the client alone does it. */
export interface RestoreProject {
  readonly folder: string;
  /** Its files with the lock file. */
  readonly sources: ProjectFiles;
  readonly bare: Command;
  /** Removes what a restore leaves: caches and the project's environment. */
  clean(): Promise<void>;
}

/** Where the client finds the feed and itself. */
export interface RestorePlace {
  readonly folder: string;
  readonly meter: Meter;
  readonly feedRoot: string;
  readonly token: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** @throws Error when the program does not end with 0. */
export async function runOnce(meter: Meter, command: Command): Promise<void> {
  const { exitCode, outputEnd } = await meter.measure(command);
  if (exitCode !== 0) throw new Error(`${command.argv.join(" ")} ended with ${exitCode}: ${outputEnd}`);
}

export async function removeAll(...paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { recursive: true, force: true });
}
