import { logText } from "../../core/log-text";
import type { RestoreReport } from "../../core/restore-report";
import { complete, print } from "../agent";
import { isStopping } from "../feed/save-run";
import { warningLine } from "./findings";
import { nothingDone } from "./nothing-done";
import type { RestoreInputs } from "./restore-inputs";

/**
 * A client that failed fails the step; packages that were not saved do what onUnsaved says; a wrong hash always fails, and
 * so does a missing role where saving is all that was wanted.
 */
export function finish(report: RestoreReport, inputs: RestoreInputs): void {
  const projects = failedProjects(report);
  const hashes = report.failed.filter(({ kind }) => kind === "hash");
  const refused = report.failed.filter(({ kind }) => inputs.mode === "save" && isStopping(kind));
  const others = report.failed.filter((each) => !hashes.includes(each) && !refused.includes(each));
  const fatal = [
    ...hashes.slice(0, 5).map(({ name, version, text }) => `${name} ${version}: ${text}`),
    ...projects,
    ...unsavedLines(refused),
    ...(inputs.onUnsaved === "fail" ? [...unsavedLines(others), ...wouldSaveLines(report)] : []),
  ];
  const nothing = nothingDone(report);
  if (nothing !== undefined) fatal.push(nothing);
  if (fatal.length > 0) {
    complete("Failed", fatal.map((text) => text.split("\n").map(logText).join("\n")).join("\n"));
    return;
  }
  const unsaved = [...unsavedLines(others), ...wouldSaveLines(report)];
  const isWarning = inputs.onUnsaved === "warn" && unsaved.length > 0;
  if (isWarning) print(unsaved.map((line) => warningLine(logText(line))));
  complete(isWarning ? "SucceededWithIssues" : "Succeeded");
}

/** What failed whole projects: the cause, and what the client said last. The same cause of several is told once. */
function failedProjects({ projects }: RestoreReport): readonly string[] {
  const texts = projects.flatMap(({ result, text, log = [] }) => {
    if (result !== "failed" || text === undefined) return [];
    const last = log.slice(-shownLines);
    return [last.length === 0 ? text : `${text}\nIts last lines:\n${last.join("\n")}`];
  });
  return [...new Set(texts)];
}

/** Of what a client said last; the summary has more. */
const shownLines = 8;

/** What an audit found that the feed does not hold. */
function wouldSaveLines({ feed, wouldSave = [] }: RestoreReport): readonly string[] {
  const names = Array.from(wouldSave, ({ name, version }) => `${name} ${version}`);
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  if (names.length === 0) return [];
  return [
    `Not held by ${feed}: ${names.slice(0, 5).join(", ")}${more}. A Reader cannot restore what is not held; mode save has the feed save it.`,
  ];
}

/** Equal causes are one line: a missing role would otherwise be thousands. */
function unsavedLines(failed: RestoreReport["failed"]): readonly string[] {
  const byText = new Map<string, string[]>();
  for (const { name, version, text } of failed) {
    const names = byText.get(text) ?? [];
    names.push(`${name} ${version}`);
    byText.set(text, names);
  }
  return [...byText].map(([text, names]) => {
    const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
    return `Not saved: ${names.slice(0, 5).join(", ")}${more}: ${text}`;
  });
}
