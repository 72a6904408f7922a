import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { recognizeFeed } from "../../../shared/core/feed-address";
import type { LockEntry, LockFile } from "../../../shared/core/lock-entry";
import { Problem } from "../../../shared/core/problem";
import { clients } from "../../../shared/clients/clients";
import { services } from "../core/organizations";

/** Whether an address is a feed of the organization `fabrikam`. */
export function isOwn(address: string): boolean {
  return recognizeFeed(address, services()).kind === "own";
}

export const feed = "https://pkgs.dev.azure.com/fabrikam/fiber/_packaging/fibers";

/** The text of a file in the folder `fixtures`. */
export function fixture(path: string): string {
  const root = join(__dirname, "..", "..", "..", "..");
  return readFileSync(join(root, "tests", "shared", "clients", "fixtures", path), "utf8");
}

/** What a lock file says, with its entries in a list. */
export type ReadLock = Omit<LockFile, "entries"> & { readonly entries: readonly LockEntry[] };

/** Reads a lock file with the only reader that recognizes its name. */
export function readLock(path: string, text: string): ReadLock {
  const all = new Set(clients.flatMap(({ lockReaders }) => lockReaders));
  const readers = [...all].filter((reader) => reader.recognizes(path));
  assert.equal(readers.length, 1, `${path} is recognized by ${readers.map(({ title }) => title).join(", ")}`);
  const [reader] = readers;
  assert.ok(reader !== undefined);
  const lock = reader.read(path, text, isOwn);
  return { ...lock, entries: [...lock.entries] };
}

/** The message of the Problem that reading gives. */
export function problemOf(path: string, text: string): string {
  try {
    readLock(path, text);
  } catch (error) {
    assert.ok(error instanceof Problem, String(error));
    return error.message;
  }
  return assert.fail(`${path} was read`);
}

/** The line that a place names. */
export function lineAt(text: string, where: string): string {
  return text.split("\n")[Number(where.slice(where.lastIndexOf(":") + 1)) - 1] ?? "";
}

export function sha256(digit: string): string {
  return digit.repeat(64);
}
