import { join } from "node:path";
import { startFeed } from "../feed/start-feed";
import type { RunningFeed } from "../feed/start-feed";
import { makeJavaTrustStore } from "../feed/tls/java-trust-store";
import { discoverUpstreams } from "../feed/upstream/discover-upstreams";
import { searchPath } from "./agent-environment";
import type { ProxiedNetwork } from "./client";
import { feedName, feedWorld, project, type Place } from "./feed-world";
import type { FoundClient, FoundClients } from "./found-clients";

/** A feed that runs, and what the machine has to know of it. */
export interface FeedSide {
  readonly feed: RunningFeed;
  readonly place: Place;
  /** Address of the collection, as the agent knows it. */
  readonly collectionUri: string;
  /** Address of the organization's or collection's feeds. */
  readonly root: string;
  readonly feedAddress: string;
  /** Absent for the Server face, which is reached directly. */
  readonly network?: ProxiedNetwork;
  /** The clients, without those that cannot restore anything: their registry, or what makes them trust the feed, is unknown. */
  readonly clients: FoundClients;
}

/**
 * Starts the feed with the registries of the machine's own clients upstream.
 * @param folder For the test authority's files.
 */
export async function openFeed(
  place: Place,
  clients: FoundClients,
  token: string,
  folder: string,
): Promise<FeedSide> {
  const environment = { ...process.env, PATH: searchPath(process.env, clients) };
  const upstreams = await discoverUpstreams({ environment });
  const registries = Object.values(upstreams.registries);
  const isServices = place.kind === "services";
  const feed = await startFeed({
    organizations: feedWorld(place, token, registries),
    ...(isServices && { services: { folder } }),
  });
  const network = await describeNetwork(feed, clients, join(folder, "test-ca.p12"), environment);
  const collection = `${feed.serverUrl}${place.organization}/`;
  const root = isServices ? `https://pkgs.dev.azure.com/${place.organization}/` : collection;
  const blind = isServices && network?.javaTrustStore === undefined;
  return {
    feed,
    place,
    root,
    collectionUri: isServices ? `https://dev.azure.com/${place.organization}/` : collection,
    feedAddress: `${root}${encodeURIComponent(project)}/_packaging/${feedName}/`,
    ...(network && { network }),
    clients: withoutUnusable(clients, ({ client }) => {
      if (client.runsOnJava && blind)
        return "its Java has no keytool, which makes it trust the feed's certificate";
      return upstreams.missing.find((missing) => missing.protocol === client.protocol)?.reason;
    }),
  };
}

async function describeNetwork(
  { proxyUrl, caFile }: RunningFeed,
  clients: FoundClients,
  trustStoreFile: string,
  environment: NodeJS.ProcessEnv,
): Promise<ProxiedNetwork | undefined> {
  if (proxyUrl === undefined || caFile === undefined) return undefined;
  const usesJava = clients.found.some(({ client }) => client.runsOnJava);
  const javaTrustStore = usesJava ? await makeJavaTrustStore(caFile, trustStoreFile, environment) : undefined;
  return { proxyUrl, caFile, ...(javaTrustStore && { javaTrustStore }) };
}

function withoutUnusable(
  clients: FoundClients,
  reasonAgainst: (found: FoundClient) => string | undefined,
): FoundClients {
  const judged = clients.found.map((found) => ({ found, reason: reasonAgainst(found) }));
  return {
    ...clients,
    found: judged.flatMap(({ found, reason }) => (reason === undefined ? [found] : [])),
    missing: [
      ...clients.missing,
      ...judged.flatMap(({ found: { client }, reason }) =>
        reason === undefined ? [] : [{ client, reason }],
      ),
    ],
  };
}
