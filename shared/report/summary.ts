import type { Bypass, PackageRole, SkippedEntry } from "../core/lock-entry";
import {
  realBypasses,
  type ReportedProject,
  type ReportedVersion,
  type RestoreReport,
} from "../core/restore-report";
import { clientTable } from "./client-table";
import { folded, markdownLink, markdownText, preformatted } from "./safe-markdown";
import { foldedSection, section, type Row } from "./summary-sections";
import { verdictOf } from "./verdict";

/**
 * The job summary, read from above: the verdict, where and as whom it ran, the counts of each client, what went wrong,
 * and last what is only looked up. Markdown.
 */
export function renderSummary(report: RestoreReport): string {
  const lines = [
    `## Restore from upstream: ${verdictOf(report)}`,
    "",
    ...placeLines(report),
    "",
    ...clientTable(report),
    ...contentsNote(report),
    ...section("Failed", ["Package", "Why", "Where"], failedRows(report), cells),
    ...logs(report),
    ...section(
      "Bypassed the feed",
      ["Where", "Host", "Packages", "What to do"],
      realBypasses(report),
      bypassRow,
    ),
    ...section("Nothing asked for", ["Project", "Why"], idle(report), idleRow(report)),
    ...section("Saved now", versionHead, inOrder(report.saved), versionRow),
    ...section("Would be saved", versionHead, inOrder(report.wouldSave ?? []), versionRow),
    ...foldedSection("Projects", ["Folder", "Client", "Result"], report.projects, projectRow(report)),
    ...foldedSection(
      "Restored through the feed, and named elsewhere",
      ["Where", "Host", "Packages", "What to do"],
      named(report),
      bypassRow,
    ),
    ...foldedSection(
      "Local packages, and others that no feed saves",
      ["Package", "Why", "Where"],
      report.skipped,
      skippedRow,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

const versionHead = ["Package (bold: named by a project)", "Version", "Upstream source"];

/** `Job **Build**, mode restore, feed [Fiber/fiber](…) as Build Service (42)`. */
function placeLines(report: RestoreReport): readonly string[] {
  const { job, mode, feed, feedPage, identity, slice } = report;
  const place = [
    ...(job === undefined ? [] : [`job **${markdownText(job)}**`]),
    `mode ${mode}`,
    `feed ${markdownLink(feed, feedPage)}`,
    ...(identity === undefined ? [] : [`as ${markdownText(identity)}`]),
    ...(slice === undefined ? [] : [`part ${slice.position} of ${slice.total} of the lock files`]),
  ].join(", ");
  return [`${place.slice(0, 1).toUpperCase()}${place.slice(1)}.`];
}

function contentsNote({ contentsKnown }: RestoreReport): readonly string[] {
  if (contentsKnown) return [];
  return [
    "",
    "The feed's list of packages could not be read: what it gave counts as saved now, and may have been there before.",
  ];
}

/** The folder of the run itself has a name for readers who do not see where it ran. */
function shown(report: RestoreReport, folder: string): string {
  return markdownText(folder === "." ? report.root : folder);
}

/** Wrong hashes first, then clients that failed, then packages. */
function failedRows(report: RestoreReport): readonly Row[] {
  const projects = failedProjects(report).map(({ client, folder, text }) => [
    `${client} in ${shown(report, folder)}`,
    markdownText((text ?? "").replaceAll("\n", " ")),
    shown(report, folder),
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

function failedProjects({ projects }: RestoreReport): readonly ReportedProject[] {
  return projects.filter(({ result }) => result === "failed");
}

/** What a client that failed said last, behind a click. */
function logs(report: RestoreReport): readonly string[] {
  return failedProjects(report).flatMap(({ client, folder, log = [] }) =>
    folded(`Last lines of ${client} in ${shown(report, folder)}`, preformatted(log)),
  );
}

function idle({ projects }: RestoreReport): readonly ReportedProject[] {
  return projects.filter(({ result, reason }) => result !== "failed" && reason !== undefined);
}

function named({ bypasses }: RestoreReport): readonly Bypass[] {
  return bypasses.filter(({ throughFeed }) => throughFeed === true);
}

/** What is no library stands behind the libraries, in this order. */
const roles: readonly PackageRole[] = ["plugin", "extension", "parent", "bom"];

/** What a project names itself stands before what that brings along; the list is gone through, never copied. */
function inOrder(list: RestoreReport["saved"]): RestoreReport["saved"] {
  return {
    length: list.length,
    *[Symbol.iterator]() {
      const found = new Set<PackageRole>();
      for (const version of list) if (version.direct === true) yield version;
      for (const version of list) {
        if (version.direct === true) continue;
        if (version.role === undefined) yield version;
        else found.add(version.role);
      }
      for (const role of roles)
        if (found.has(role))
          for (const version of list) if (version.direct !== true && version.role === role) yield version;
    },
  };
}

const roleNames = { plugin: "plugin", extension: "extension", parent: "parent", bom: "BOM" } as const;

const cells = (row: Row): Row => row;

function bypassRow({ where, host, count, text }: Bypass): Row {
  const number = count === undefined ? "" : String(count);
  return [markdownText(where), markdownText(host), number, markdownText(text)];
}

function versionRow({ name, version, upstream, direct, role, feed }: ReportedVersion): Row {
  const title = markdownText(role === undefined ? name : `${name} (${roleNames[role]})`);
  const other = feed === undefined ? "" : ` (in feed ${feed})`;
  const source = markdownText(`${upstream ?? ""}${other}`.trim());
  return [direct === true ? `**${title}**` : title, markdownText(version), source];
}

function projectRow(report: RestoreReport): (project: ReportedProject) => Row {
  return ({ folder, client, result }) => [shown(report, folder), client, result];
}

function idleRow(report: RestoreReport): (project: ReportedProject) => Row {
  return ({ folder, client, reason }) => [
    `${client} in ${shown(report, folder)}`,
    markdownText(reason ?? ""),
  ];
}

function skippedRow({ name, reason, where }: SkippedEntry): Row {
  return [markdownText(name), markdownText(reason), markdownText(where)];
}
