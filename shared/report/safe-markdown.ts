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

/** Text that leads to an address, where there is one; of the address only what cannot end the link is left as it is. */
export function markdownLink(text: string, address: string | undefined): string {
  if (address === undefined) return markdownText(text);
  const safe = address.replace(
    /[^A-Za-z0-9\-._~:/?=&%]/g,
    (character) =>
      `%${[...Buffer.from(character)].map((byte) => byte.toString(16).padStart(2, "0")).join("%")}`,
  );
  return `[${markdownText(text)}](${safe})`;
}

/** Lines of a program's output as they stand; HTML, since Markdown's fences can be closed from within. */
export function preformatted(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`<pre>${lines.map(markdownText).join("<br>")}</pre>`];
}

/** Lines behind a heading that opens on a click, where they are many. */
export function folded(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0
    ? []
    : ["", `<details><summary>${title}</summary>`, "", ...lines, "", "</details>"];
}
