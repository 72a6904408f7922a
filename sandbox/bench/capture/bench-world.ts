import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { AgentRun } from "../../agent/run-pipeline";
import { makeJobToken } from "../../start/job-token";
import { searchPath } from "../../start/agent-environment";
import type { Client } from "../../start/client";
import { clientsIn, type FoundClients } from "../../start/found-clients";
import { definedEntries } from "./recorder";

type Server = AgentRun["server"];

/** What the agent of the bench knows of an organization of Services. */
export function servicesServer(): Server {
  return {
    collectionUri: "https://dev.azure.com/fabrikam/",
    serverType: "Hosted",
    accessToken: makeJobToken(),
    project: "Fabrikam Fiber",
    projectId: randomUUID(),
    collectionId: randomUUID(),
  };
}

/** What it knows of a collection of a Server at `url`, which ends in a slash. */
export function collectionServer(url: string): Server {
  return { ...servicesServer(), collectionUri: `${url}DefaultCollection/`, serverType: "OnPremises" };
}

/** Where a server's feeds are. */
export function feedRoot({ serverType, collectionUri }: Server): string {
  return serverType === "Hosted" ? "https://pkgs.dev.azure.com/fabrikam/" : collectionUri;
}

/** The variables by which a client is told of another home, beside HOME. */
export function homeVariables(client: Client, home: string): Record<string, string> {
  return definedEntries(client.environment({ home }));
}

/** The environment of the bench's agent: the person's PATH with the clients, and an empty home that all of them use. */
export async function benchEnvironment(
  clients: FoundClients,
  folder: string,
): Promise<Record<string, string>> {
  const home = join(folder, "home");
  await mkdir(home, { recursive: true });
  return {
    PATH: searchPath(process.env, clients),
    HOME: home,
    LANG: "C.UTF-8",
    ...Object.fromEntries(
      clientsIn(clients).flatMap((client) => Object.entries(homeVariables(client, home))),
    ),
  };
}
