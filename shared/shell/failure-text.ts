import { Problem } from "../core/problem";
import { asMachineProblem } from "./own-folder";
import { scrubbed } from "./secrets";

/**
 * What the log says of an error: a Problem's message and hint, or that it is a defect of ours, with its stack. Either may
 * quote a feed, so no secret is left in it.
 */
export function failureText(thrown: unknown): string {
  const error = asMachineProblem(thrown);
  if (error instanceof Problem) return scrubbed(`${error.message}\n${error.hint}`);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return scrubbed(`Feedpass failed in a way it should not: ${text}`);
}
