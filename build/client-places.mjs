import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { clientsFolder } from "./steps.mjs";

/** A client that cannot be had on this machine; the message says why and how to get it. */
export class ClientMissing extends Error {}

/** Full path of a program on PATH, or undefined. */
export function findOnPath(name) {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];
  for (const folder of (process.env.PATH ?? "").split(delimiter).filter(Boolean)) {
    for (const ending of endings) {
      const path = resolve(folder, name + ending);
      if (existsSync(path) && statSync(path).isFile()) return path;
    }
  }
  return undefined;
}

/**
 * Gives the folder `.clients/<name>`, made by `fetch(emptyFolder)` when it is not there yet.
 * The folder gets its name only when `fetch` has ended well, so an interrupted fetch leaves nothing half-made behind.
 */
export async function keepFolder(name, fetch) {
  const folder = join(clientsFolder, name);
  if (existsSync(folder)) return { folder, fetched: false };
  mkdirSync(clientsFolder, { recursive: true });
  const draft = mkdtempSync(join(clientsFolder, ".fetch-"));
  try {
    await fetch(draft);
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return { folder, fetched: true };
}
