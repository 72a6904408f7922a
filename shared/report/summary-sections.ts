import type { Listed } from "../core/packed-list";
import { folded, markdownTable } from "./safe-markdown";

/** Lists longer than this are folded; the build page shows the rest of the summary without scrolling. */
const shownRows = 10;
/** More rows than this stand only in the JSON file: the build page takes summaries of some hundred kilobytes. */
const maxRows = 1000;

/** The cells of a row, Markdown already. */
export type Row = readonly string[];

/** A heading with a table of the first items; none of those that it does not show is made into a row. */
export function section<T>(
  title: string,
  head: readonly string[],
  items: Listed<T>,
  rowOf: (item: T) => Row,
): readonly string[] {
  if (items.length > shownRows) return foldedSection(title, head, items, rowOf);
  return items.length === 0
    ? []
    : ["", `### ${title} (${items.length})`, "", ...markdownTable(head, first(items, maxRows).map(rowOf))];
}

/** The same behind a click, whatever its length. */
export function foldedSection<T>(
  title: string,
  head: readonly string[],
  items: Listed<T>,
  rowOf: (item: T) => Row,
): readonly string[] {
  const count = items.length;
  if (count === 0) return [];
  const more = count > maxRows ? ["", `… and ${count - maxRows} more, in the JSON report.`] : [];
  return folded(`${title} (${count})`, [...markdownTable(head, first(items, maxRows).map(rowOf)), ...more]);
}

function first<T>(items: Iterable<T>, most: number): readonly T[] {
  const taken: T[] = [];
  for (const item of items) {
    if (taken.length === most) break;
    taken.push(item);
  }
  return taken;
}
