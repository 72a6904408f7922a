import { countReport, realBypasses, type RestoreReport } from "../core/restore-report";

/** `1 package file`, `2 package files`; the plural is with an s where it is not given. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

/**
 * What a run came to in one sentence, the worst first: `1 of 5 projects failed; 2 packages not saved; 1 line bypasses the
 * feed`. Without anything bad, what was done.
 */
export function verdictOf(report: RestoreReport): string {
  const all = report.projects.length;
  const failed = report.projects.filter(({ result }) => result === "failed").length;
  const wrong = report.failed.filter(({ kind }) => kind === "hash").length;
  const unsaved = report.failed.length - wrong;
  const bypasses = realBypasses(report).length;
  const bad = [
    ...(wrong === 0 ? [] : [`${counted(wrong, "package file")} with a wrong hash`]),
    ...(failed === 0 ? [] : [`${failed} of ${counted(all, "project")} failed`]),
    ...(unsaved === 0 ? [] : [`${counted(unsaved, "package")} not saved`]),
    ...(bypasses === 0 ? [] : [`${counted(bypasses, "line bypasses", "lines bypass")} the feed`]),
  ];
  if (bad.length > 0) return bad.join("; ");
  const { saved, alreadySaved, wouldSave } = countReport(report);
  if (saved + alreadySaved + (wouldSave ?? 0) === 0) return "nothing was asked of the feed";
  if (wouldSave !== undefined)
    return `${counted(wouldSave, "package")} would be saved, ${alreadySaved} saved before`;
  const done = report.mode === "restore" ? "restored" : "saved";
  return `${counted(all, "project")} ${done}; ${counted(saved, "package")} saved now, ${alreadySaved} saved before`;
}
