import { countReport, type RestoreReport } from "../core/restore-report";

/** The version of the format; it grows when a reader of the old one would misread the new one. */
const schemaVersion = 1;

/** The JSON file of the input reportPath, as docs/report.schema.json describes it. */
export function renderJsonReport(report: RestoreReport): string {
  const { mode, organization, feed, feedPage, job, identity, slice, contentsKnown } = report;
  const counts = countReport(report);
  const document = {
    schemaVersion,
    mode,
    organization,
    feed,
    ...(feedPage === undefined ? {} : { feedPage }),
    ...(job === undefined ? {} : { job }),
    ...(identity === undefined ? {} : { identity }),
    ...(slice === undefined ? {} : { slice }),
    contentsKnown,
    counts,
    projects: report.projects,
    failed: report.failed,
    bypasses: report.bypasses,
    saved: [...report.saved],
    ...(report.unlisted === undefined ? {} : { unlisted: report.unlisted }),
    alreadySaved: [...report.alreadySaved],
    ...(report.wouldSave === undefined ? {} : { wouldSave: [...report.wouldSave] }),
    skipped: report.skipped,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** The last line of the log: `Restored 3 projects through project/feed: 24 saved now, 3 already saved, …`. */
export function renderLastLine(report: RestoreReport): string {
  const { saved, alreadySaved, bypass, failed, wouldSave } = countReport(report);
  const restored = report.projects.filter(({ result }) => result !== "failed").length;
  const verb = report.mode === "restore" ? "Restored" : "Read the lock files of";
  const projects = `${restored} ${restored === 1 ? "project" : "projects"}`;
  const now = wouldSave === undefined ? `${saved} saved now` : `${wouldSave} would be saved`;
  return `${verb} ${projects} through ${report.feed}: ${now}, ${alreadySaved} already saved, ${bypass} bypassed, ${failed} failed`;
}
