/**
 * What the post-job step needs to undo a step: the folder to remove, and the variables that lead into it with what
 * they were before (empty: not set). It is handed over as a task variable, so it holds no secret.
 */
export interface Journal {
  readonly folder: string;
  readonly variables: readonly { readonly name: string; readonly previous: string }[];
}

export const journalVariable = "FEEDPASS_JOURNAL";

/** That of what a step adds later: in the place of the first, a process that is killed at it would leave half of one. */
export const laterJournalVariable = "FEEDPASS_JOURNAL_LATER";

export function writeJournal(journal: Journal): string {
  return JSON.stringify(journal);
}

/** The journal in a task variable's text, or undefined when it is none of ours. */
export function parseJournal(text: string | undefined): Journal | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return isJournal(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isJournal(value: unknown): value is Journal {
  if (typeof value !== "object" || value === null || !("folder" in value) || !("variables" in value))
    return false;
  return (
    typeof value.folder === "string" && Array.isArray(value.variables) && value.variables.every(isVariable)
  );
}

function isVariable(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("name" in value) || !("previous" in value))
    return false;
  return typeof value.name === "string" && typeof value.previous === "string";
}
