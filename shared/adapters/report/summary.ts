import type { ReportedVersion, RestoreReport } from "../../core/restore-report";
import { countReport } from "../../core/restore-report";
import { folded, markdownTable, markdownText } from "./safe-markdown";

/** Lists longer than this are folded; the build page shows the rest of the summary without scrolling. */
const shownRows = 10;
/** More rows than this stand only in the JSON file: the build page takes summaries of some hundred kilobytes. */
const mostRows = 1000;

/** The job summary: counts first; then what went wrong, what bypassed the feed, and what was saved now. Markdown. */
export function renderSummary(report: RestoreReport): string {
  const lines = [
    `## Restore from upstream: ${markdownText(report.feed)}`,
    "",
    ...countLines(report),
    ...contentsNote(report),
    ...section("Failed", ["Package", "Why", "Where"], failedRows(report)),
    ...section("Bypassed the feed", ["Where", "Host", "Packages", "What to do"], bypassRows(report)),
    ...section("Saved now", ["Package", "Version", "Upstream source"], versionRows(report.saved)),
    ...section("Projects", ["Folder", "Client", "Result"], projectRows(report)),
    ...section("Not saved in any feed", ["Package", "Why", "Where"], skippedRows(report)),
  ];
  return `${lines.join("\n")}\n`;
}

function countLines(report: RestoreReport): readonly string[] {
  const counts = countReport(report);
  const numbers = [counts.saved, counts.alreadySaved, counts.bypass, counts.failed].map(String);
  const slice =
    report.slice === undefined
      ? []
      : [`Part ${report.slice.position} of ${report.slice.total} of the lock files.`, ""];
  return [...slice, ...markdownTable(["Saved now", "Already saved", "Bypassed", "Failed"], [numbers])];
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

function bypassRows({ bypasses }: RestoreReport): readonly (readonly string[])[] {
  return bypasses.map(({ where, host, count, text }) => [
    markdownText(where),
    markdownText(host),
    count === undefined ? "" : String(count),
    markdownText(text),
  ]);
}

function versionRows(versions: readonly ReportedVersion[]): readonly (readonly string[])[] {
  return versions.map(({ name, version, upstream }) => [
    markdownText(name),
    markdownText(version),
    markdownText(upstream ?? ""),
  ]);
}

function projectRows({ projects }: RestoreReport): readonly (readonly string[])[] {
  return projects.map(({ folder, client, result }) => [markdownText(folder), client, result]);
}

function skippedRows({ skipped }: RestoreReport): readonly (readonly string[])[] {
  return skipped.map(({ name, reason, where }) => [
    markdownText(name),
    markdownText(reason),
    markdownText(where),
  ]);
}

function section(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  if (rows.length === 0) return [];
  const table = markdownTable(head, rows.slice(0, mostRows));
  const more =
    rows.length > mostRows ? ["", `… and ${rows.length - mostRows} more, in the JSON report.`] : [];
  if (rows.length <= shownRows) return ["", `### ${title} (${rows.length})`, "", ...table];
  return ["", `### ${title} (${rows.length})`, ...folded(`Show ${rows.length}`, [...table, ...more])];
}
