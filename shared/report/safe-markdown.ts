import { logText } from "../core/log-text";

/**
 * Text of a repository or a feed, as a cell or a list item of a job summary: it stays on its line and in its cell, and
 * is neither HTML nor Markdown. Character references are text in every Markdown (CommonMark 0.31, 2.5).
 */
export function markdownText(text: string): string {
  return logText(text).replace(/[&<>|`*_[\]()#!\\~:@{}"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A table. Cells are Markdown already; no rows give no table. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}

/** Lines behind a heading that opens on a click, where they are many. */
export function folded(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0
    ? []
    : ["", `<details><summary>${title}</summary>`, "", ...lines, "", "</details>"];
}
