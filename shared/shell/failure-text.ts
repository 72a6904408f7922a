import { Problem } from "../core/problem";

/** What the log says of an error: a Problem's message and hint, or that it is a defect of ours, with its stack. */
export function failureText(error: unknown): string {
  if (error instanceof Problem) return `${error.message}\n${error.hint}`;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Feedpass failed in a way it should not: ${text}`;
}
