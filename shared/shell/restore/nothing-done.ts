import { logText } from "../../core/log-text";
import { countReport, type ReportedProject, type RestoreReport } from "../../core/restore-report";
import { projectLock } from "./project-lock";
import type { FoundProject, Workspace } from "./workspace";

/**
 * Why nothing of a project is asked of the feed, with the next step; undefined where its lock file names package files.
 * A project without a lock file is asked about only where lock files are all there is to go by.
 */
export function whyNothing(
  project: FoundProject,
  workspace: Pick<Workspace, "locks">,
  onlyLocks: boolean,
): string | undefined {
  const { client, manifest, lock } = project;
  const file = projectLock(workspace, project);
  if (file === undefined)
    return onlyLocks
      ? `${manifest} has no lock file, which is what modes save and audit go by. ${client.locking}`
      : undefined;
  if (file.entries.length > 0) return undefined;
  const [skipped] = file.skipped;
  const others =
    skipped === undefined
      ? ""
      : `: it has only ${file.skipped.length} that no feed can save (${skipped.reason})`;
  return `${lock ?? manifest} names no package file that a feed can save${others}.`;
}

/**
 * What fails a step that did nothing: the feed saved nothing, held nothing of what was wanted, and refused nothing. A
 * client's failure is told by itself.
 */
export function nothingDone(report: RestoreReport): string | undefined {
  const { saved, alreadySaved, failed, wouldSave = 0 } = countReport(report);
  if (saved + alreadySaved + failed + wouldSave > 0) return undefined;
  if (!report.contentsKnown && report.mode === "restore") return undefined;
  const reasons = report.projects.map(reasonOf);
  const shown = [...new Set(reasons)].slice(0, 20);
  return [
    `Nothing was ${done[report.mode]} through feed ${logText(report.feed)}: no package file was asked of it.`,
    ...shown.map((reason) => `- ${logText(reason)}`),
    "Commit lock files that name packages of the feed, name the right folder in workingDirectory or projects, or take the step out.",
  ].join("\n");
}

const done = { restore: "restored", save: "saved", audit: "looked up" } as const;

function reasonOf({ client, folder, reason }: ReportedProject): string {
  return `${client} in ${folder}: ${reason ?? "it was restored, and has no package that the feed gave"}`;
}
