import { delimiter } from "node:path";
import type { Environment, ProxiedNetwork } from "./client";
import { clientsIn, type FoundClients } from "./found-clients";

// Who and where a person is; everything else of theirs could help a client to the feed, or keep it away.
const kept = ["LANG", "LC_ALL", "TZ", "TERM", "USER", "LOGNAME", "TMPDIR", "NO_COLOR", "FORCE_COLOR"];

/**
 * The environment of the agent, which every step inherits: that of a machine of its own with an empty home, where
 * somebody has set up the proxy and its authority for all programs, in each client's own words.
 */
export function agentEnvironment(
  person: Environment,
  clients: FoundClients,
  home: string,
  network: ProxiedNetwork | undefined,
): Record<string, string> {
  const { javaHome } = clients;
  const place = { home, ...(javaHome !== undefined && { javaHome }), ...(network && { network }) };
  const all = [
    ...kept.map((name) => [name, person[name]] as const),
    ...Object.entries({ PATH: searchPath(person, clients), HOME: home }),
    ...Object.entries(network === undefined ? {} : networkVariables(network)),
    ...clientsIn(clients).flatMap((client) => Object.entries(client.environment(place))),
  ];
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The folders of the clients before those of the person's PATH, which has the system's own programs. */
export function searchPath(person: Environment, clients: FoundClients): string {
  const own = clients.found.flatMap(({ folders }) => folders);
  return [...own, ...(person["PATH"] ?? "").split(delimiter)].filter(Boolean).join(delimiter);
}

/** What programs in general read; SSL_CERT_FILE is OpenSSL's word. */
function networkVariables({ proxyUrl, caFile }: ProxiedNetwork): Environment {
  return { HTTPS_PROXY: proxyUrl, https_proxy: proxyUrl, SSL_CERT_FILE: caFile };
}
