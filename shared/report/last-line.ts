import { countReport, type RestoreReport } from "../core/restore-report";

/** The last line of the log: `Restored 3 projects through project/feed: 24 saved now, 3 already saved, …`. */
export function renderLastLine(report: RestoreReport): string {
  const { saved, alreadySaved, bypass, failed } = countReport(report);
  const restored = report.projects.filter(({ result }) => result !== "failed").length;
  const verb = report.mode === "restore" ? "Restored" : "Read the lock files of";
  const projects = `${restored} ${restored === 1 ? "project" : "projects"}`;
  return `${verb} ${projects} through ${report.feed}: ${saved} saved now, ${alreadySaved} already saved, ${bypass} bypassed, ${failed} failed`;
}
