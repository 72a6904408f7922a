import type { Bypass, SkippedEntry } from "../core/lock-entry";
import type { Listed } from "../core/packed-list";
import type { ReportedProject, ReportedVersion, RestoreReport } from "../core/restore-report";
import { countReport } from "../core/restore-report";
import { folded, markdownTable, markdownText } from "./safe-markdown";

/** Lists longer than this are folded; the build page shows the rest of the summary without scrolling. */
const shownRows = 10;
/** More rows than this stand only in the JSON file: the build page takes summaries of some hundred kilobytes. */
const maxRows = 1000;

/** The job summary: counts first; then what went wrong, what bypassed the feed, and what was saved now. Markdown. */
export function renderSummary(report: RestoreReport): string {
  const lines = [
    `## Restore from upstream: ${markdownText(report.feed)}`,
    "",
    ...countLines(report),
    ...contentsNote(report),
    ...section("Failed", ["Package", "Why", "Where"], failedRows(report), cells),
    ...section("Bypassed the feed", ["Where", "Host", "Packages", "What to do"], report.bypasses, bypassRow),
    ...section("Saved now", ["Package", "Version", "Upstream source"], report.saved, versionRow),
    ...section(
      "Would be saved",
      ["Package", "Version", "Upstream source"],
      report.wouldSave ?? [],
      versionRow,
    ),
    ...section("Projects", ["Folder", "Client", "Result"], report.projects, projectRow),
    ...section("Not saved in any feed", ["Package", "Why", "Where"], report.skipped, skippedRow),
  ];
  return `${lines.join("\n")}\n`;
}

function countLines(report: RestoreReport): readonly string[] {
  const { saved, alreadySaved, bypass, failed, wouldSave = saved } = countReport(report);
  const numbers = [wouldSave, alreadySaved, bypass, failed].map(String);
  const now = report.wouldSave === undefined ? "Saved now" : "Would be saved";
  const slice =
    report.slice === undefined
      ? []
      : [`Part ${report.slice.position} of ${report.slice.total} of the lock files.`, ""];
  return [...slice, ...markdownTable([now, "Already saved", "Bypassed", "Failed"], [numbers])];
}

function contentsNote({ contentsKnown }: RestoreReport): readonly string[] {
  if (contentsKnown) return [];
  return [
    "",
    "The feed's list of packages could not be read: what it gave counts as saved now, and may have been there before.",
  ];
}

/** A failed client first, then packages; wrong hashes before all others. */
function failedRows(report: RestoreReport): readonly (readonly string[])[] {
  const projects = report.projects
    .filter(({ result }) => result === "failed")
    .map(({ client, folder, text }) => [
      markdownText(`${client} in ${folder}`),
      markdownText((text ?? "").replaceAll("\n", " ")),
      markdownText(folder),
    ]);
  const hashes = report.failed.filter(({ kind }) => kind === "hash");
  const others = report.failed.filter(({ kind }) => kind !== "hash");
  const rows = [...hashes, ...others].map(({ name, version, file, kind, text, where }) => [
    markdownText(file === undefined ? `${name} ${version}` : `${name} ${version} (${file})`),
    kind === "hash" ? `**Hash mismatch.** ${markdownText(text)}` : markdownText(text),
    markdownText(where ?? ""),
  ]);
  return [...rows.slice(0, hashes.length), ...projects, ...rows.slice(hashes.length)];
}

type Row = readonly string[];

const cells = (row: Row): Row => row;

function bypassRow({ where, host, count, text }: Bypass): Row {
  const number = count === undefined ? "" : String(count);
  return [markdownText(where), markdownText(host), number, markdownText(text)];
}

function versionRow({ name, version, upstream }: ReportedVersion): Row {
  return [markdownText(name), markdownText(version), markdownText(upstream ?? "")];
}

function projectRow({ folder, client, result }: ReportedProject): Row {
  return [markdownText(folder), client, result];
}

function skippedRow({ name, reason, where }: SkippedEntry): Row {
  return [markdownText(name), markdownText(reason), markdownText(where)];
}

function first<T>(items: Iterable<T>, most: number): readonly T[] {
  const taken: T[] = [];
  for (const item of items) {
    if (taken.length === most) break;
    taken.push(item);
  }
  return taken;
}

/** A heading with a table of the first items; none of those that it does not show is made into a row. */
function section<T>(
  title: string,
  head: readonly string[],
  items: Listed<T>,
  rowOf: (item: T) => Row,
): readonly string[] {
  const count = items.length;
  if (count === 0) return [];
  const table = markdownTable(head, first(items, maxRows).map(rowOf));
  const more = count > maxRows ? ["", `… and ${count - maxRows} more, in the JSON report.`] : [];
  if (count <= shownRows) return ["", `### ${title} (${count})`, "", ...table];
  return ["", `### ${title} (${count})`, ...folded(`Show ${count}`, [...table, ...more])];
}
