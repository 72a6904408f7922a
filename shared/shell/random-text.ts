import { closeSync, openSync, readSync } from "node:fs";

/** Enough that nobody guesses it, and that two jobs never have the same (NIST SP 800-63B asks for 64 bits). */
const bytes = 16;

/**
 * 32 hexadecimal digits that nobody can guess. From the system's own source where it is a file, since loading
 * `node:crypto` costs a task a quarter of its time (docs/performance.md).
 */
export async function randomText(): Promise<string> {
  return (readSystemSource() ?? (await import("node:crypto")).randomBytes(bytes)).toString("hex");
}

/** random(4): blocks no longer once the machine has started. */
function readSystemSource(): Buffer | undefined {
  if (process.platform === "win32") return undefined;
  const found = Buffer.alloc(bytes);
  try {
    const source = openSync("/dev/urandom", "r");
    try {
      return readSync(source, found, 0, bytes, null) === bytes ? found : undefined;
    } finally {
      closeSync(source);
    }
  } catch {
    return undefined;
  }
}
