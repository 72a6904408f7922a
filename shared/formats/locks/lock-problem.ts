import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";

/** A lock file that cannot be understood. `expected` completes the sentence "expected …"; it may hold raw text. */
export function malformedLock(path: string, line: number | undefined, expected: string, column = 1): Problem {
  const position = line === undefined ? "" : `:${line}:${column}`;
  return new Problem(
    "lock-malformed",
    logText(`${path}${position}: expected ${shortened(expected)}.`),
    "Write the lock file again with the tool that made it, and commit it; nothing was saved from it.",
  );
}

/** Long enough for every sentence of ours around a name; a line of megabytes does not belong in a message. */
function shortened(text: string): string {
  return text.length <= 400 ? text : `${text.slice(0, 400)}… (${text.length} characters)`;
}
