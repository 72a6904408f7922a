import { judge, type Row, type Verdict } from "./row";

const heads = ["What", "Node", "Measured", "Limit", "Aim", "", "Remark"];

const verdicts: Readonly<Record<Verdict, string>> = {
  failed: "FAILED",
  aim: "aim reached",
  within: "within limit",
  over: "OVER LIMIT",
  "not measured": "not measured",
  information: "",
};

/** The rows as a Markdown table with columns of one width, so that it can be read in a terminal as well. */
export function renderTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.what,
    row.node ?? "",
    format(row.value, row.unit),
    bound(row, row.limit),
    bound(row, row.aim),
    verdicts[judge(row)],
    row.remark ?? "",
  ]);
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...cells.map((line) => (line[column] ?? "").length)),
  );
  const line = (columns: readonly string[]): string =>
    `| ${widths.map((width, column) => (columns[column] ?? "").padEnd(width)).join(" | ")} |`;
  return [line(heads), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)].join("\n");
}

function bound(row: Row, value: number | undefined): string {
  if (value === undefined) return "";
  return `${row.atLeast === true ? "≥" : "≤"} ${format(value, row.unit)}`;
}

function format(value: number | undefined, unit: Row["unit"]): string {
  if (value === undefined || Number.isNaN(value)) return "–";
  const decimals = unit === "÷" || unit === "s" ? 2 : unit === "KB" || unit === "MiB" ? 1 : 0;
  return `${value.toFixed(decimals)} ${unit}`;
}
