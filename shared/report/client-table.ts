import { realBypasses, type RestoreReport } from "../core/restore-report";
import { markdownTable } from "./safe-markdown";

/** What one client's projects came to. */
interface ClientCounts {
  readonly projects: number;
  readonly failedProjects: number;
}

/** The counts of each client, and of all together where there are several. Clients of one protocol share its packages. */
export function clientTable(report: RestoreReport): readonly string[] {
  const groups = groupsOf(report);
  const rows = [...groups].map(([protocol, clients]) => rowOf(report, protocol, clients));
  const now = report.wouldSave === undefined ? "Saved now" : "Would be saved";
  const head = ["Client", "Projects", now, "Saved before", "Not saved"];
  const bypasses = realBypasses(report).reduce((sum, { count }) => sum + (count ?? 1), 0);
  const sum = ["**All**", ...[1, 2, 3, 4].map((column) => sumOf(rows, column))];
  const table = markdownTable(head, rows.length > 1 ? [...rows, sum] : rows);
  return bypasses === 0 ? table : [...table, "", `Bypassed the feed: ${bypasses}.`];
}

/** The clients of each protocol that projects or packages are of, in the order of the projects. */
function groupsOf({
  projects,
  saved,
  alreadySaved,
  failed,
}: RestoreReport): ReadonlyMap<string, ReadonlyMap<string, ClientCounts>> {
  const groups = new Map<string, Map<string, ClientCounts>>();
  const groupOf = (protocol: string): Map<string, ClientCounts> => {
    const group = groups.get(protocol) ?? new Map<string, ClientCounts>();
    groups.set(protocol, group);
    return group;
  };
  for (const { protocol, client, result } of projects) {
    const group = groupOf(protocol);
    const counts = group.get(client) ?? { projects: 0, failedProjects: 0 };
    const isFailed = result === "failed" ? 1 : 0;
    group.set(client, { projects: counts.projects + 1, failedProjects: counts.failedProjects + isFailed });
  }
  for (const list of [saved, alreadySaved, failed]) for (const { protocol } of list) groupOf(protocol);
  return groups;
}

function rowOf(
  { saved, wouldSave = saved, alreadySaved, failed }: RestoreReport,
  protocol: string,
  clients: ReadonlyMap<string, ClientCounts>,
): readonly string[] {
  const counts = [...clients.values()];
  const projects = counts.reduce((sum, each) => sum + each.projects, 0);
  const failedProjects = counts.reduce((sum, each) => sum + each.failedProjects, 0);
  const numbers = [wouldSave, alreadySaved, failed].map((list) => String(countOf(list, protocol)));
  const shown = failedProjects === 0 ? String(projects) : `${projects}, ${failedProjects} failed`;
  return [[...clients.keys()].join(", ") || protocol, shown, ...numbers];
}

function countOf(list: Iterable<{ readonly protocol: string }>, protocol: string): number {
  let count = 0;
  for (const each of list) if (each.protocol === protocol) count += 1;
  return count;
}

/** Of cells that begin with a number. */
function sumOf(rows: readonly (readonly string[])[], column: number): string {
  return String(rows.reduce((sum, row) => sum + Number.parseInt(row[column] ?? "0", 10), 0));
}
