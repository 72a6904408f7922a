import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../sources";
import { Figure, figures, figuresTable } from "./figures";

const page = join(repository, "docs", "security.md");
const [begin, end] = ["<!-- figures: begin -->\n", "<!-- figures: end -->\n"];

/** The rows of the page's table, each by its title, with its numbers. */
function rowsOf(text: string): ReadonlyMap<string, readonly number[]> {
  const [, table = ""] = text.split(begin);
  const lines = table.split(end)[0]?.trim().split("\n").slice(2) ?? [];
  const cells = lines.map((line) => line.split("|").map((cell) => cell.trim()));
  return new Map(cells.map(([, title = "", ...numbers]) => [title, numbers.slice(0, 2).map(Number)]));
}

function problemsOf(text: string): readonly string[] {
  const rows = rowsOf(text);
  const titles = Object.values(figures).map(({ title }) => title);
  return [
    ...titles.filter((title) => !rows.has(title)).map((title) => `lacks ${title}`),
    ...[...rows.keys()].filter((title) => !titles.includes(title)).map((title) => `nobody counts ${title}`),
    ...[...rows].flatMap(([title, [tried = 0, failures = NaN]]) =>
      tried > 0 && failures >= 0 ? [] : [`nothing was tried: ${title}`],
    ),
  ];
}

/** Behind all tests of the run, so that every row has all of its numbers. */
after(() => {
  const table = figuresTable().join("\n");
  if (Object.values(figures).every(({ tried }) => tried === 0)) return;
  process.stdout.write(`\n${table}\n\n`);
  if (process.env["FEEDPASS_WRITE_FIGURES"] !== "true") return;
  const text = readFileSync(page, "utf8");
  const [before = "", rest = ""] = text.split(begin);
  writeFileSync(page, `${before}${begin}\n${table}\n\n${rest.slice(rest.indexOf(end))}`);
});

describe("hardening: the table of figures", () => {
  it("stands in docs/security.md with every row, from a run in which all was tried", () => {
    assert.deepEqual(problemsOf(readFileSync(page, "utf8")), []);
  });

  it("is missed where a row is not there, not counted, or of nothing", () => {
    const text = readFileSync(page, "utf8");
    const [title = ""] = rowsOf(text).keys();
    assert.deepEqual(problemsOf(text.replace(`| ${title} |`, "| Another |")), [
      `lacks ${title}`,
      "nobody counts Another",
    ]);
    const [tried = 0] = rowsOf(text).get(title) ?? [];
    assert.deepEqual(problemsOf(text.replace(`| ${title} | ${tried} |`, `| ${title} | 0 |`)), [
      `nothing was tried: ${title}`,
    ]);
  });

  it("counts a try that throws as a failure, and hands on what it threw", async () => {
    const figure = new Figure("x");
    assert.equal(await figure.try(() => 1), 1);
    await assert.rejects(
      figure.try(() => {
        throw new RangeError("planted");
      }),
      RangeError,
    );
    figure.count(5, 2);
    assert.deepEqual([figure.tried, figure.failures], [7, 3]);
  });
});
