/** Results of a step or job, in the order in which the agent ranks them. */
export type StepResult =
  "Succeeded" | "SucceededWithIssues" | "Failed" | "Canceled" | "Skipped" | "Abandoned";

const ranked: readonly StepResult[] = [
  "Succeeded",
  "SucceededWithIssues",
  "Failed",
  "Canceled",
  "Skipped",
  "Abandoned",
];

/** Merges a new result into an older one; anything above Failed is sticky. VSA/Util/TaskResultUtil.cs:44-64 */
export function mergeResults(current: StepResult | undefined, next: StepResult): StepResult {
  if (current === undefined) {
    return next;
  }
  if (ranked.indexOf(current) > ranked.indexOf("Failed")) {
    return current;
  }
  return ranked.indexOf(next) >= ranked.indexOf(current) ? next : current;
}

/**
 * Reads `result=` of task.complete: a case-sensitive member name or its number, else undefined.
 * AW/TaskCommandExtension.cs:518-523
 */
export function parseTaskResult(text: string): StepResult | undefined {
  const trimmed = text.trim();
  const byName = ranked.find((result) => result === trimmed);
  return byName ?? (/^[+]?\d+$/.test(trimmed) ? ranked[Number(trimmed)] : undefined);
}

/** Result of a whole run: the worst of its jobs, where a skipped job counts for nothing. */
export function combineResults(results: readonly StepResult[]): StepResult {
  const order: readonly StepResult[] = ["Canceled", "Abandoned", "Failed", "SucceededWithIssues"];
  return order.find((result) => results.includes(result)) ?? "Succeeded";
}
