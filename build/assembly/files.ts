import type { ClientManifest, TaskManifest } from "../../shared/core/client-manifest";
import { clientsTable, extensionManifest, trademarks, type ExtensionLists } from "./listing";
import { replaceBlock } from "./markdown";
import { taskJson } from "./task-json";
import { taskPage } from "./task-page";

/** A task and the file that says what is special about it. Paths are relative to the clone. */
export interface TaskSource {
  /** `tasks/<task>/v<major>` */
  readonly folder: string;
  readonly source: string;
  readonly manifest: TaskManifest;
}

/** What everything is assembled from. */
export interface Sources {
  /** In the order of the one list of clients. */
  readonly clients: readonly ClientManifest[];
  /** In the order in which the extension lists them. */
  readonly tasks: readonly TaskSource[];
  /** The texts of the files that are assembled in part, by path. */
  readonly texts: Readonly<Record<"vss-extension.json" | "README.md" | "overview.md", string>>;
}

/** A file as it should be; JSON is not formatted yet. */
export interface AssembledFile {
  readonly path: string;
  readonly source: string;
  readonly text: string;
}

/** Everything that `npm run assemble` writes. Throws an Error where README.md or overview.md has no place for its table. */
export function assembleFiles({ clients, tasks, texts }: Sources): readonly AssembledFile[] {
  const source = "shared/clients/*/manifest.ts";
  const inExtension = [...new Set(tasks.map(({ folder }) => folder.replace(/\/v\d+$/, "")))];
  const extension = extensionManifest(
    JSON.parse(texts["vss-extension.json"]) as ExtensionLists,
    inExtension,
    clients,
  );
  return [
    ...tasks.flatMap((task) => [
      {
        path: `${task.folder}/task.json`,
        source: task.source,
        text: JSON.stringify(taskJson(task.manifest), null, 2),
      },
      { path: pagePath(task.folder), source: task.source, text: taskPage(task.manifest, task.source) },
    ]),
    { path: "vss-extension.json", source, text: JSON.stringify(extension) },
    {
      path: "README.md",
      source,
      text: replaceBlock("README.md", texts["README.md"], "clients", clientsTable(clients, linkedTask)),
    },
    { path: "overview.md", source, text: overview(texts["overview.md"], clients) },
  ];
}

function overview(text: string, clients: readonly ClientManifest[]): string {
  const withTable = replaceBlock("overview.md", text, "clients", clientsTable(clients, namedTask));
  return replaceBlock("overview.md", withTable, "trademarks", trademarks(clients));
}

function pagePath(folder: string): string {
  return `docs/${folder.replace(/\/v\d+$/, "")}.md`;
}

function linkedTask(client: ClientManifest): string {
  return `[${namedTask(client)}](${pagePath(`tasks/authenticate-${client.client}`)})`;
}

/** `AuthenticateUv@1`, as code. */
function namedTask({ task }: ClientManifest): string {
  return `\`${task.name}@${task.version.split(".")[0] ?? ""}\``;
}
