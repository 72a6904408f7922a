import type { Credentials } from "./credentials";
import type { Secret } from "./secret";

/**
 * One change that a task makes. The union is closed: `shared/shell/apply.ts` is the one place that knows how.
 * - `set-variable`: a job variable, seen by later steps as an environment variable. A Secret is masked first and then
 *   set as a plain variable, since the agent hides secret variables from the environment (agent, Handler.cs:212-231).
 * - `prepend-path`: a folder of the job's own where later steps look for programs first (agent,
 *   TaskCommandExtension.cs:845-867). What other tasks put before PATH stays, and a folder that is gone does no harm.
 * - `write-file`, `copy-file`, `make-folder`, `link`: inside the job's own folder (`Job.jobFolder`) and nowhere else. What
 *   is copied lies beside the task's code, and `isProgram` lets the user run the copy. On Windows a link
 *   to a file takes a privilege that service accounts lack: there it is a copy where it cannot be another name of the same
 *   file, and nothing where a copy would be wrong (`isLock`).
 */
export type Effect =
  | { readonly kind: "set-variable"; readonly name: string; readonly value: string | Secret }
  | { readonly kind: "prepend-path"; readonly path: string }
  | { readonly kind: "write-file"; readonly path: string; readonly text: string }
  | {
      readonly kind: "copy-file";
      readonly path: string;
      readonly source: string;
      readonly isProgram?: boolean;
    }
  | { readonly kind: "make-folder"; readonly path: string }
  | { readonly kind: "link"; readonly path: string; readonly target: string; readonly isLock?: boolean };

/** A line for the log; `warning` also becomes an issue on the build page. */
export interface Note {
  readonly level: "info" | "warning";
  readonly text: string;
}

/** What a task will do, decided before anything is done. `authenticated` counts registries; it is never 0. */
export interface Plan {
  readonly effects: readonly Effect[];
  readonly notes: readonly Note[];
  readonly authenticated: number;
  /** Credentials beside those of the job's identities, of which every printable form is masked too. */
  readonly others?: readonly Credentials[];
}

export function info(text: string): Note {
  return { level: "info", text };
}

export function warning(text: string): Note {
  return { level: "warning", text };
}
