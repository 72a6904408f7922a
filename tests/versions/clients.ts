import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A version of a client: its program, or why it is not here. `home` is a Maven's own folder. */
export interface ClientVersion {
  readonly version: string;
  readonly path?: string;
  readonly home?: string;
  readonly reason?: string;
}

export type VersionedClient = "uv" | "pip" | "poetry" | "tox" | "cargo" | "maven";

/** What build/versions.mjs had of a client, oldest first; none where it was not run. */
export function versionsOf(client: VersionedClient): readonly ClientVersion[] {
  const file = join(__dirname, "..", "..", "..", ".clients", "versions.json");
  try {
    const record = JSON.parse(readFileSync(file, "utf8")) as Readonly<
      Partial<Record<VersionedClient, readonly ClientVersion[]>>
    >;
    return record[client] ?? [];
  } catch {
    return [];
  }
}

/** Whether the first is the second or later: `0.8.14`, `4.0.0-rc-5`. */
export function isAtLeast(version: string, least: string): boolean {
  const at = numbersOf(version).findIndex((number, index) => number !== (numbersOf(least)[index] ?? 0));
  return at < 0 || (numbersOf(version)[at] ?? 0) > (numbersOf(least)[at] ?? 0);
}

function numbersOf(version: string): readonly number[] {
  return (version.split("-")[0] ?? "").split(".").map(Number);
}
