import { readFileSync } from "node:fs";
import type { AuthenticatingClient } from "../core/client";
import { ReadFiles, type Files } from "../core/files";
import type { Job } from "../core/job";
import { logText } from "../core/log-text";
import { Problem } from "../core/problem";

/** Texts of files that a step has read; undefined for those that are not there. */
export type ReadTexts = Map<string, string | undefined>;

/**
 * Reads the files that a client's room names, until it names no more; a file that is not there is left out.
 * What the step has read before is not read again. Throws a Problem for a file that is there and cannot be read.
 */
export function readFiles(client: AuthenticatingClient, job: Job, before: ReadTexts = new Map()): Files {
  const read = new ReadFiles();
  const asked = new Set<string>();
  for (;;) {
    const wanted = client.sources(job, read).filter((path) => !asked.has(path));
    if (wanted.length === 0) return read;
    for (const path of wanted) {
      asked.add(path);
      const text = readText(path, before);
      if (text !== undefined) read.set(path, text);
    }
  }
}

/**
 * A file's text, UTF-8 without its byte order mark; undefined for one that is not there. Throws a Problem for a file
 * that is there and cannot be read.
 */
export function readText(path: string, before: ReadTexts): string | undefined {
  if (!before.has(path)) before.set(path, readIfThere(path));
  return before.get(path);
}

function readIfThere(path: string): string | undefined {
  try {
    return decode(readFileSync(path), path);
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

function decode(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(
      "file-not-utf8",
      `${logText(path)} is not UTF-8 text.`,
      "Save the file as UTF-8; TOML must be, and Maven's files are read as UTF-8 here.",
    );
  }
}
