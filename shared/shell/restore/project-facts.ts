import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { recognizeFeed } from "../../core/feed-address";
import type { LockFile } from "../../core/lock-entry";
import type { Organization } from "../../core/organization";
import type { UvFacts } from "./uv-commands";

/** Whether every index in the text of a uv.lock is a feed of the organization, which then serves its files too. */
export function lockIsOwn(text: string, organization: Organization): boolean {
  const isOwn = (address: string): boolean => recognizeFeed(address, organization).kind === "own";
  const registries = [...text.matchAll(/^source = \{ registry = "([^"\n]*)"/gm)].map(
    ([, address]) => address ?? "",
  );
  return [...new Set(registries)].every(isOwn);
}

/** What uv's commands depend on. `locks` are those of the project's folder, by file name. */
export function uvFacts(
  folder: string,
  jobFolder: string,
  environment: ReadonlyMap<string, string>,
  organization: Organization,
  locks: ReadonlyMap<string, LockFile>,
): Omit<UvFacts, "arguments" | "pylockCopy"> {
  const files = new Set(readdirSync(folder));
  const moved = environment.get("UV_PROJECT_ENVIRONMENT") ?? "";
  const environmentFolder = join(folder, moved === "" ? ".venv" : moved);
  const lock = files.has("uv.lock") ? readFileSync(join(folder, "uv.lock"), "utf8") : "";
  return {
    project: { folder, files },
    jobFolder,
    environmentFolder,
    hasEnvironment: existsSync(join(environmentFolder, "pyvenv.cfg")),
    lockIsOwn: lockIsOwn(lock, organization),
    otherPackages: locks.get("uv.lock")?.skipped.map(({ name }) => name) ?? [],
    requirementsAreLocked: hasHashes(locks.get("requirements.txt")),
  };
}

function hasHashes(lock: LockFile | undefined): boolean {
  return (
    lock !== undefined && lock.entries.length > 0 && lock.entries.every(({ hashes }) => hashes.length > 0)
  );
}
