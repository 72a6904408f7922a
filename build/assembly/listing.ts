import type { ClientManifest } from "../../shared/core/client-manifest";
import { table } from "./markdown";

/** The lists of vss-extension.json that follow from the tasks; all else in it is written by hand. */
export interface ExtensionLists {
  readonly tags: readonly string[];
  readonly files: readonly { readonly path: string }[];
  readonly contributions: readonly object[];
}

/** What the extension is found by beside its clients. */
const ownTags = ["Azure Artifacts", "feed", "authentication", "package manager"];

/** vss-extension.json with its lists of tags, files and contributions as they follow from `tasks/<task>` and clients. */
export function extensionManifest<Manifest extends ExtensionLists>(
  current: Manifest,
  tasks: readonly string[],
  clients: readonly ClientManifest[],
): Manifest {
  const others = current.files.filter(({ path }) => !path.startsWith("tasks/"));
  return {
    ...current,
    tags: [...new Set([...ownTags, ...clients.flatMap(({ tags }) => tags)])],
    files: [...tasks.map((path) => ({ path })), ...others],
    contributions: tasks.map((path) => ({
      id: path.slice("tasks/".length),
      type: "ms.vss-distributed-task.task",
      targets: ["ms.vss-distributed-task.tasks"],
      properties: { name: path },
    })),
  };
}

/** The table with a row for each client; `titleOf` gives how its task is called there. */
export function clientsTable(
  clients: readonly ClientManifest[],
  titleOf: (client: ClientManifest) => string,
): string {
  return table(
    ["Task", "Client", "Restores", "Publishes"],
    clients.map((client) => [
      titleOf(client),
      client.task.page.needs ?? client.title,
      client.row.restores,
      client.row.publishes,
    ]),
  );
}

/** Whose the names are, as a paragraph. */
export function trademarks(clients: readonly ClientManifest[]): string {
  const ofClients = clients.map(({ trademark }) => trademark).join("; ");
  return `Azure DevOps, Azure Pipelines and Azure Artifacts are Microsoft's; ${ofClients}. Feedpass is not affiliated with them.`;
}
