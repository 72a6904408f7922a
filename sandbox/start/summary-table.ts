import type { ClientSummary } from "./client-summary";
import type { FoundClient, MissingClient } from "./found-clients";

const heads = [
  "Client",
  "Packages restored",
  "Saved to the feed",
  "Requests",
  "Without the token",
  "401 at first",
];

/** Lines of a table with a row for each client, and for what else asked the feed: numbers to the right, words to the left. */
export function summaryTable(
  found: readonly FoundClient[],
  missing: readonly MissingClient[],
  summaries: readonly ClientSummary[],
): readonly string[] {
  const clients = new Set([...found, ...missing].map(({ client }) => client.title));
  const rows = [
    ...found.map(({ client: { title }, version }) => {
      const summary = summaries.find((candidate) => candidate.title === title);
      return [`${title} ${version}`, ...numbers(summary)];
    }),
    ...missing.map(({ client }) => [client.title, "left out"]),
    ...summaries
      .filter(({ title }) => !clients.has(title))
      .map((summary) => [summary.title, ...numbers(summary)]),
  ];
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, column) =>
        column === 0 ? (cells[0] ?? "").padEnd(width) : (cells[column] ?? "").padStart(width),
      )
      .join("   ")
      .trimEnd();
  return [line(heads), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}

function numbers(summary: ClientSummary | undefined): readonly string[] {
  if (summary === undefined) return [];
  const { restored, saved, requests, without, challenged } = summary;
  return [restored, saved, requests, without.length, challenged].map(String);
}

/** What the columns mean, and what is to be done about the clients left out. */
export function summaryNotes(
  missing: readonly MissingClient[],
  summaries: readonly ClientSummary[],
): readonly string[] {
  const refused = summaries.flatMap(({ without }) => without);
  return [
    "Packages restored: versions of which the client got a file; requests: those to the feed's own addresses.",
    "Saved to the feed: versions that came from an upstream source just now, because of this run.",
    "Without the token: requests to the feed that should have had the job's token and never had it.",
    "401 at first: requests that a client sends without the token to learn from the answer that it is needed.",
    ...refused
      .slice(0, 10)
      .map(({ method, path, status }) => `Without the token: ${method} ${path}, answered ${status}`),
    ...missing.map(({ client, reason }) => `${client.title} was left out: ${reason}.`),
  ];
}
