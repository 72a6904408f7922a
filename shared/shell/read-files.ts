import { readFileSync } from "node:fs";
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

/**
 * The text of a file, without its byte order mark; undefined where there is none. Throws a Problem for a file that is
 * there and cannot be read, or is not UTF-8.
 */
export function readTextFile(path: string): string | undefined {
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
      "Save the file as UTF-8: no other encoding is read here.",
    );
  }
}
