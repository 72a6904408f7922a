import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Job } from "../../core/job";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import { countReport, type RestoreReport } from "../../core/restore-report";
import { command, print, readVariable } from "../agent";
import { renderJsonReport, renderLastLine } from "../../report/plain-report";
import { renderSummary } from "../../report/summary";

/**
 * Writes the job summary and attaches it, writes the JSON file where one is wanted, sets the output variables, and
 * prints the last line. The summary lies outside the step's own folder: the agent uploads it after the step ended.
 */
export function writeReport(report: RestoreReport, job: Job, reportPath: string | undefined): void {
  const name = `feedpass-restore-${readVariable("System.TaskInstanceId") ?? "step"}.md`;
  const summary = join(dirname(dirname(job.jobFolder)), name);
  writeText(summary, renderSummary(report));
  print([command("task.uploadsummary", {}, summary)]);
  if (reportPath !== undefined)
    writeText(resolve(job.workingDirectory, reportPath), renderJsonReport(report));
  const counts = countReport(report);
  const variables = [
    ["savedCount", counts.saved],
    ["alreadySavedCount", counts.alreadySaved],
    ["bypassCount", counts.bypass],
    ["failedCount", counts.failed],
  ] as const;
  print([
    ...variables.map(([variable, count]) => command("task.setvariable", { variable }, String(count))),
    logText(renderLastLine(report)),
  ]);
}

function writeText(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new Problem(
      "report-unwritable",
      `${logText(path)} cannot be written (${logText(error instanceof Error ? error.message : String(error))}).`,
      "Give a path in reportPath that the agent's user may write.",
    );
  }
}
