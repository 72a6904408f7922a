/** A Markdown table; a `|` in a cell is written so that it does not end it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/**
 * The text of a file with other lines between `<!-- <name> -->` and `<!-- /<name> -->`, each on a line of its own.
 * Throws an Error that names the file where it has no such pair.
 */
export function replaceBlock(path: string, text: string, name: string, block: string): string {
  const [begin, end] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`${path}: expected ${begin.trim()} and ${end.trim()}`);
  return `${text.slice(0, from)}${begin}\n${block}\n${text.slice(to)}`;
}
