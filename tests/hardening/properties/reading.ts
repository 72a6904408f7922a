import assert from "node:assert/strict";
import { Problem } from "../../../shared/core/problem";

/** Characters that no line of a log may hold: controls, and what ends a line or turns its direction. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

/**
 * What a reader gave, or the Problem that it ended in. Fails on any other error, on a Problem that cannot be printed
 * as it is, and on a reader that takes long for the text's length.
 */
export function readOrProblem<T>(read: () => T, text: string): T | Problem {
  const { outcome, milliseconds } = measured(read);
  if (milliseconds > limitFor(text)) assertFast(read, text);
  return outcome;
}

/** Looks that a reader gets to be fast: among 100 000 cases one meets the collector, or the compiler, twice in a row. */
const looks = 6;

/** In CPU time, since the machine has other things to do; again, since that has the machine's own work in it. */
function assertFast(read: () => unknown, text: string): void {
  let least = Infinity;
  for (let look = 0; look < looks && least > limitFor(text); look += 1)
    least = Math.min(least, measured(read).milliseconds);
  assert.ok(
    least <= limitFor(text),
    `${Math.round(least)} ms for ${text.length} characters: ${JSON.stringify(text.slice(0, 200))}`,
  );
}

/** In milliseconds: many times what a reader takes, and less than one look at each character for each other takes. */
function limitFor(text: string): number {
  return 40 + text.length * 0.004;
}

function measured<T>(read: () => T): { readonly outcome: T | Problem; readonly milliseconds: number } {
  const before = process.cpuUsage();
  const outcome = attempt(read);
  const { user, system } = process.cpuUsage(before);
  return { outcome, milliseconds: (user + system) / 1000 };
}

function attempt<T>(read: () => T): T | Problem {
  try {
    return read();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** Fails on a Problem that says nothing of the file, names a line that it does not have, or cannot be printed. */
export function assertSaysWhere({ message, hint }: Problem, path: string, text: string): void {
  assertPrintable(message);
  assertPrintable(hint);
  assert.ok(message.startsWith(`${path}:`), message);
  assert.ok(message.length < 4000, `a message of ${message.length} characters`);
  const line = /^:(\d+):(\d+): /.exec(message.slice(path.length));
  if (line !== null) assertLine(Number(line[1]), text);
}

/** Fails on a `file:line` that is not in the file. */
export function assertPlace(where: string, path: string, text: string): void {
  assert.ok(where === path || where.startsWith(`${path}:`), where);
  if (where !== path) assertLine(Number(where.slice(path.length + 1)), text);
}

function assertLine(line: number, text: string): void {
  const lines = text.split(/\r\n|\n|\r|\u0085|\u2028/).length;
  assert.ok(Number.isSafeInteger(line) && line >= 1 && line <= lines, `line ${line} of ${lines}`);
}

export function assertPrintable(text: string): void {
  assert.doesNotMatch(text, unprintable);
  assert.doesNotMatch(text, /##(?:vso)?\[/i);
}
