import { minimatch } from "minimatch";

/** What a step's commands may do, from task.json or from the step's target. */
export interface Restrictions {
  /** Only the commands that are harmless in untrusted code. */
  readonly restricted: boolean;
  /** Globs of variables that may be set, case ignored; undefined allows all, an empty list none. */
  readonly allowed: readonly string[] | undefined;
}

/** All sources must allow the commands. AW/TaskRestrictionsExtension.cs:21-42 */
export function isRestricted(sources: readonly Restrictions[]): boolean {
  return sources.some((source) => source.restricted);
}

/** All sources must allow the variable. AW/TaskCommandExtension.cs:643-662 */
export function maySetVariable(sources: readonly Restrictions[], name: string): boolean {
  return sources.every(
    ({ allowed }) => allowed?.some((glob) => minimatch(name, glob, { nocase: true })) ?? true,
  );
}
