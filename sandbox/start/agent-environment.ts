import { delimiter } from "node:path";
import type { FoundClients } from "./found-clients";

/** How the machine reaches the Services face: through a proxy whose certificates a test authority signs. */
export interface ProxiedNetwork {
  readonly proxyUrl: string;
  /** PEM file with the authority. */
  readonly caFile: string;
  readonly javaTrustStore?: { readonly file: string; readonly password: string };
}

type Environment = Readonly<Record<string, string | undefined>>;

// Who and where a person is; everything else of theirs could help a client to the feed, or keep it away.
const kept = ["LANG", "LC_ALL", "TZ", "TERM", "USER", "LOGNAME", "TMPDIR", "NO_COLOR", "FORCE_COLOR"];

/**
 * The environment of the agent, which every step inherits: that of a machine of its own with an empty home, where
 * somebody has set up the proxy and its authority for all programs, in each client's own words (uv: SSL_CERT_FILE;
 * Cargo book, `http.cainfo`; Java's networking properties).
 */
export function agentEnvironment(
  person: Environment,
  clients: FoundClients,
  home: string,
  network: ProxiedNetwork | undefined,
): Record<string, string> {
  const all: Environment = {
    ...Object.fromEntries(kept.map((name) => [name, person[name]])),
    PATH: searchPath(person, clients),
    HOME: home,
    JAVA_HOME: clients.javaHome,
    MAVEN_OPTS: mavenOptions(home, network),
    ...(network && networkVariables(network)),
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The folders of the clients before those of the person's PATH, which has the system's own programs. */
export function searchPath(person: Environment, clients: FoundClients): string {
  const own = clients.found.flatMap(({ folders }) => folders);
  return [...own, ...(person["PATH"] ?? "").split(delimiter)].filter(Boolean).join(delimiter);
}

function networkVariables({ proxyUrl, caFile }: ProxiedNetwork): Environment {
  return {
    HTTPS_PROXY: proxyUrl,
    https_proxy: proxyUrl,
    SSL_CERT_FILE: caFile,
    CARGO_HTTP_CAINFO: caFile,
  };
}

/** Java takes the home from the system's list of users and not from HOME. */
function mavenOptions(home: string, network: ProxiedNetwork | undefined): string {
  const store = network?.javaTrustStore;
  const trust = store && [
    `-Djavax.net.ssl.trustStore=${store.file}`,
    `-Djavax.net.ssl.trustStorePassword=${store.password}`,
  ];
  return [`-Duser.home=${home}`, ...(trust ?? [])].join(" ");
}
