import { dirname, join } from "node:path";
import type { Job } from "../../core/job";
import { logText } from "../../core/log-text";
import { countReport, type RestoreReport } from "../../core/restore-report";
import { command, print, readVariable } from "../agent";
import { renderJsonReport, renderLastLine } from "../../report/plain-report";
import { renderSummary } from "../../report/summary";
import { writeReportFile, type ReportFile } from "./report-file";

/**
 * Writes the job summary and attaches it, writes the JSON file where one is wanted, sets the output variables, and
 * prints the last line. The summary lies outside the step's own folder: the agent uploads it after the step ended.
 */
export function writeReport(report: RestoreReport, job: Job, file: ReportFile | undefined): void {
  const name = `feedpass-restore-${readVariable("System.TaskInstanceId") ?? "step"}.md`;
  const root = dirname(job.stepsFolder);
  const summary = join(root, name);
  writeReportFile({ path: summary, root }, renderSummary(report));
  print([command("task.uploadsummary", {}, summary)]);
  if (file !== undefined) writeReportFile(file, renderJsonReport(report));
  const counts = countReport(report);
  const variables = [
    ["savedCount", counts.saved],
    ["alreadySavedCount", counts.alreadySaved],
    ["bypassCount", counts.bypass],
    ["failedCount", counts.failed],
    ["wouldSaveCount", counts.wouldSave ?? 0],
  ] as const;
  print([
    ...variables.map(([variable, count]) => command("task.setvariable", { variable }, String(count))),
    logText(renderLastLine(report)),
  ]);
}
