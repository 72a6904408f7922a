import { delimiter, join } from "node:path";
import type { AgentRun } from "../agent/run-pipeline";
import { agentEnvironment } from "./agent-environment";
import { UsageError, type StartCommand } from "./command-line";
import type { FeedSide } from "./feed-side";
import { project } from "./feed-world";
import type { FoundClients } from "./found-clients";
import type { PipelineChoice } from "./pipeline-choice";
import { findPythonFolder } from "./python-folder";

/** Where a run keeps what it makes. */
export interface RunFolders {
  readonly clone: string;
  /** Git-ignored and emptied before each run. */
  readonly run: string;
}

/** The run of a pipeline file on an agent of its own, whose machine has an empty home and knows the feed's proxy. */
export async function agentRun(
  command: StartCommand,
  choice: PipelineChoice,
  side: FeedSide,
  token: string,
  folders: RunFolders,
): Promise<AgentRun> {
  const { feed, place, network, clients } = side;
  const python = await findPythonFolder(process.env);
  const environment = agentEnvironment(process.env, clients, join(folders.run, "home"), network);
  const path = [environment["PATH"], python].filter((part) => part !== undefined).join(delimiter);
  return {
    pipelineFile: choice.file,
    sources: choice.sources,
    extensions: [join(folders.clone, "out", "feedpass.vsix")],
    workFolder: join(folders.run, "_work"),
    nodes: clients.nodes,
    node24Handler: usesNode24(command, clients) ? "on" : "off",
    environment: { ...environment, PATH: path },
    server: {
      collectionUri: side.collectionUri,
      serverType: place.kind === "services" ? "Hosted" : "OnPremises",
      accessToken: token,
      project,
      projectId: feed.ids.project(place.organization, project) ?? "",
      collectionId: feed.ids.organization(place.organization) ?? "",
    },
    variables: clientVariables(clients),
    ...(network && { proxy: { url: network.proxyUrl } }),
  };
}

/** What the command line asks for, else the newer one that is there. */
function usesNode24({ handler }: StartCommand, { nodes }: FoundClients): boolean {
  return handler === undefined ? nodes.node24 !== undefined : handler === "Node24";
}

/** `sandbox.<client>`: found or missing, for the conditions of jobs. */
function clientVariables(clients: FoundClients): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ...clients.found.map(({ client }) => [`sandbox.${client.name}`, "found"] as const),
    ...clients.missing.map(({ client }) => [`sandbox.${client.name}`, "missing"] as const),
  ]);
}

/**
 * @throws UsageError when the Node that the command line asks for is not there.
 */
export function checkHandler({ handler }: StartCommand, { nodes }: FoundClients): void {
  const program = handler === "Node20_1" ? nodes.node20_1 : nodes.node24;
  if (handler === undefined || program !== undefined) return;
  const node = handler === "Node20_1" ? "20" : "24";
  throw new UsageError(`--node ${node}: the set-up has found no Node ${node}.`);
}
