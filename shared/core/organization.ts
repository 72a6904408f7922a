import { Problem } from "./problem";
import { parseUrl } from "./url";

/**
 * The organization (Services) or collection (Server) that the job runs in: the only one that its token is for.
 * `feedHosts` are the places under which its feeds live, each an origin and a path in lower case that ends in `/`.
 */
export interface Organization {
  readonly kind: "services" | "server";
  readonly name: string;
  /** The address under which new feed addresses are made, with a slash at the end. */
  readonly feedRoot: string;
  readonly feedHosts: readonly { readonly origin: string; readonly path: string }[];
}

/** What the agent tells of the server: variables System.CollectionUri, System.ServerType, System.CollectionId. */
export interface ServerFacts {
  readonly collectionUri: string | undefined;
  /**
   * System.TeamFoundationCollectionUri: on a Server the collection's address with the scheme, host and port that the agent
   * was configured with; System.CollectionUri stays as the server says it (agent, JobRunner.cs:690-735).
   */
  readonly agentUri?: string | undefined;
  readonly serverType: string | undefined;
  readonly collectionId: string | undefined;
}

/**
 * The job's organization, from the agent's variables alone: no request is made.
 * Throws a Problem when System.CollectionUri is missing or not an address of Azure DevOps.
 * Hosts: Azure DevOps allow list (docs/organizations/security/allow-list-ip-url.md) and the location service's
 * access mappings (CodexAccessMapping, VstsAccessMapping, HostGuidAccessMapping).
 */
export function jobOrganization(facts: ServerFacts): Organization {
  const url = parseCollectionUri(facts.collectionUri);
  const hosted = facts.serverType?.toLowerCase() === "hosted";
  return hosted
    ? servicesOrganization(url, facts.collectionId)
    : serverCollection(url, parseUrl(facts.agentUri));
}

function parseCollectionUri(text: string | undefined): URL {
  const url = parseUrl(text);
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new Problem(
      "collection-unknown",
      `The agent's variable System.CollectionUri should hold the address of the organization or collection; it holds ${
        text === undefined ? "nothing" : "something that is not an http(s) address"
      }.`,
      "Run the task on an Azure Pipelines agent; do not set System.CollectionUri yourself.",
    );
  }
  return url;
}

function servicesOrganization(url: URL, collectionId: string | undefined): Organization {
  const name = servicesName(url);
  if (name === undefined || url.protocol !== "https:") {
    throw new Problem(
      "collection-unknown",
      `System.ServerType is Hosted, but System.CollectionUri (${url.origin}) is neither https://dev.azure.com/<organization> nor https://<organization>.visualstudio.com.`,
      "Run the task on an Azure Pipelines agent; do not set System.CollectionUri or System.ServerType yourself.",
    );
  }
  const label = name.toLowerCase();
  const isGuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(collectionId ?? "");
  const guidHost = isGuid ? [`/a${(collectionId ?? "").toLowerCase()}/`] : [];
  return {
    kind: "services",
    name,
    feedRoot: `https://pkgs.dev.azure.com/${encodeURIComponent(name)}/`,
    feedHosts: [
      { origin: "https://pkgs.dev.azure.com", path: `/${label}/` },
      { origin: `https://${label}.pkgs.visualstudio.com`, path: "/defaultcollection/" },
      { origin: `https://${label}.pkgs.visualstudio.com`, path: "/" },
      ...guidHost.map((path) => ({ origin: "https://pkgs.visualstudio.com", path })),
    ],
  };
}

function servicesName(url: URL): string | undefined {
  if (url.port !== "") return undefined;
  if (url.hostname === "dev.azure.com") return /^\/([A-Za-z0-9-]+)(?:\/|$)/.exec(url.pathname)?.[1];
  return /^([a-z0-9-]+)\.visualstudio\.com$/.exec(url.hostname)?.[1];
}

/**
 * The agent reaches the server by the address that it was configured with, so that one is asked; what names the server as
 * it calls itself is as much the job's own.
 */
function serverCollection(url: URL, agentUrl: URL | undefined): Organization {
  const path = pathOf(url);
  const name = path.split("/").at(-2) ?? "";
  const origin = agentUrl !== undefined && isSameCollection(url, agentUrl) ? agentUrl.origin : url.origin;
  return {
    kind: "server",
    name: name === "" ? url.host : name,
    feedRoot: `${origin}${path}`,
    feedHosts: [...new Set([origin, url.origin])].map((each) => ({ origin: each, path: path.toLowerCase() })),
  };
}

/** The agent puts another host before the same path, and nothing else is an address of this collection. */
function isSameCollection(url: URL, other: URL): boolean {
  return ["https:", "http:"].includes(other.protocol) && pathOf(other) === pathOf(url);
}

function pathOf({ pathname }: URL): string {
  return pathname.endsWith("/") ? pathname : `${pathname}/`;
}
