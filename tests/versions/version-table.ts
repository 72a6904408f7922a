import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { versionsOf, type VersionedClient } from "./clients";

export type Cell = "yes" | "no" | "nothing" | "not asked" | "refused" | "leaks" | "401" | "skipped";

const page = join(__dirname, "..", "..", "..", "docs", "versions.md");

/** One client's table of docs/versions.md, written between its marks when the last version has been tried. */
export class VersionTable {
  readonly #client: VersionedClient;
  readonly #columns: readonly string[];
  readonly #rows: (readonly string[])[] = [];

  constructor(client: VersionedClient, columns: readonly string[]) {
    this.#client = client;
    this.#columns = columns;
  }

  add(version: string, cells: readonly Cell[]): void {
    this.#rows.push([version, ...cells]);
  }

  /** Writes nothing where only some of the versions were tried. */
  write(): void {
    if (this.#rows.length < versionsOf(this.#client).length) return;
    const lines = [
      ["Version", ...this.#columns],
      this.#columns.map(() => "---").concat("---"),
      ...this.#rows,
    ];
    const table = lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
    const begin = `<!-- ${this.#client}: begin -->`;
    const end = `<!-- ${this.#client}: end -->`;
    const text = readFileSync(page, "utf8");
    const [before, after] = [text.indexOf(begin), text.indexOf(end)];
    if (before < 0 || after < before) throw new Error(`${page} has no place between ${begin} and ${end}`);
    writeFileSync(page, `${text.slice(0, before)}${begin}\n\n${table}\n${text.slice(after)}`);
  }
}
