import { isUtf8 } from "node:buffer";
import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from "node:fs";
import type { AuthenticatingClient } from "../core/client";
import { ReadFiles, type Files } from "../core/files";
import type { Job } from "../core/job";
import { logText } from "../core/log-text";
import { Problem } from "../core/problem";

/**
 * Reads the files that a client's room names, until it names no more; a file that is not there is left out.
 * @param readText How a file is read; throws a Problem for one that is there and cannot be read.
 * @param read Gets the texts.
 */
export function readFiles(
  client: AuthenticatingClient,
  job: Job,
  readText = readTextFile,
  read = new ReadFiles(),
): Files {
  const asked = new Set<string>();
  for (;;) {
    const wanted = client.sources(job, read).filter((path) => !asked.has(path));
    if (wanted.length === 0) return read;
    for (const path of wanted) {
      asked.add(path);
      const text = readText(path);
      if (text !== undefined) read.set(path, text);
    }
  }
}

/** The largest configuration file and lock file that are read, in MiB: so no file takes the agent's memory. */
export const largest = { configuration: 8, lock: 64 } as const;

/**
 * The text of a file, without its byte order mark; undefined where there is none. Throws a Problem for one that is there
 * and cannot be read, is not a regular file, is larger than the limit, or is not UTF-8.
 * @param mebibytes The limit.
 */
export function readTextFile(path: string, mebibytes: number = largest.configuration): string | undefined {
  try {
    const bytes = readBytes(path, mebibytes);
    return bytes === undefined ? undefined : decode(bytes, path);
  } catch (error) {
    if (error instanceof Problem) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes(code)) return undefined;
    throw new Problem(
      "file-unreadable",
      `${logText(path)} is there and cannot be read (${code === "" ? String(error) : code}).`,
      "Give the agent's user the right to read the file, or remove it.",
    );
  }
}

/** Windows has no such flag. */
const doNotWait = (constants as Partial<typeof constants>).O_NONBLOCK ?? 0;

/** Looked at before it is opened, which waits for a pipe's other end and can start a device; and after, for good. */
function readBytes(path: string, mebibytes: number): Buffer | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) return undefined;
  checkRegular(found, path);
  const file = openSync(path, constants.O_RDONLY | doNotWait);
  try {
    const stats = fstatSync(file);
    checkRegular(stats, path);
    const bytes = readWhole(file, stats.size, path, mebibytes);
    checkUnchanged(stats, fstatSync(file), path);
    return bytes;
  } finally {
    closeSync(file);
  }
}

/** A file that is written meanwhile may be half of the old one and half of the new one. Those of /proc have no size. */
function checkUnchanged(before: Stats, after: Stats, path: string): void {
  if (before.size === 0 || (before.size === after.size && before.mtimeMs === after.mtimeMs)) return;
  throw new Problem(
    "file-changed",
    `${logText(path)} changed while it was read.`,
    "Find out which step or program writes it at the same time, and run the task when that has ended.",
  );
}

/** What a file says of its size is not taken for true: those of /proc say 0. */
function readWhole(file: number, size: number, path: string, mebibytes: number): Buffer {
  const limit = mebibytes * 2 ** 20;
  if (size > limit) throw tooLarge(path, mebibytes, size);
  const parts: Buffer[] = [];
  for (let length = 0; ;) {
    const part = Buffer.allocUnsafe(Math.max(size - length, 4096));
    const count = readSync(file, part);
    if (count === 0) return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    length += count;
    if (length > limit) throw tooLarge(path, mebibytes, length);
    parts.push(part.subarray(0, count));
  }
}

function checkRegular(stats: Stats, path: string): void {
  if (stats.isFile()) return;
  const kind = stats.isFIFO() ? "a pipe" : stats.isSocket() ? "a socket" : "a device";
  throw new Problem(
    "file-irregular",
    `${logText(path)} is ${kind}, or a link to one, and only regular files are read.`,
    "Put a file in its place, or remove it.",
  );
}

function tooLarge(path: string, mebibytes: number, size: number): Problem {
  return new Problem(
    "file-too-large",
    `${logText(path)} has ${size} bytes or more, and no more than ${mebibytes} MiB of such a file is read.`,
    "Make it smaller or remove it; a lock file can be divided into several projects.",
  );
}

/** Asked of Node before it decodes: a decoder that throws has to be loaded first. */
function decode(bytes: Buffer, path: string): string {
  if (!isUtf8(bytes))
    throw new Problem(
      "file-not-utf8",
      `${logText(path)} is not UTF-8 text.`,
      "Save the file as UTF-8: no other encoding is read here.",
    );
  const text = bytes.toString("utf8");
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}
