import type { RunningFeed } from "./feed-options";
import type { RequestRecord } from "./http/request-log";
import { protocols } from "./protocols/all-protocols";
import { exampleToken } from "./world/example-world";

/** One line per request: time, status, method, address, who, client, duration. */
export function formatRecord(record: RequestRecord): string {
  const who = record.auth === "none" ? record.identity : `${record.identity} (${record.auth})`;
  const client = record.userAgent.split(" ")[0] ?? "";
  const address = `${record.scheme}://${record.host}${record.path}`;
  const time = record.time.slice(11, 19);
  return `${time} ${record.status} ${record.method} ${address} ${who} ${client} ${record.durationMs} ms`;
}

/** What a person needs to try a client: addresses, and variables with a token that works. */
export function formatWelcome(feed: RunningFeed): string {
  const server = `${feed.serverUrl}DefaultCollection/Fabrikam%20Fiber/_packaging/fiber`;
  const lines = [
    "Server face:",
    ...addresses(server),
    ...variables("DefaultCollection"),
    ...(feed.proxyUrl === undefined ? [] : services(feed.proxyUrl, feed.caFile ?? "")),
    "Identities: build (Collaborator), reader, publisher, owner, outsider (no role); their tokens end in the name.",
    "Ctrl+C stops the server.",
  ];
  return `${lines.join("\n")}\n\n`;
}

function services(proxyUrl: string, caFile: string): readonly string[] {
  return [
    "Services face, through a proxy with a certificate authority of its own:",
    `  HTTPS_PROXY=${proxyUrl}`,
    `  SSL_CERT_FILE=${caFile}`,
    ...addresses("https://pkgs.dev.azure.com/fabrikam/Fabrikam%20Fiber/_packaging/fiber"),
    ...variables("fabrikam"),
  ];
}

function addresses(feed: string): readonly string[] {
  const width = Math.max(...protocols.map(({ trial }) => trial.title.length));
  return protocols.map(({ trial }) => `  ${trial.title.padEnd(width)}  ${trial.address(feed)}`);
}

function variables(organization: string): readonly string[] {
  const token = exampleToken(organization, "build");
  return protocols.map(({ trial }) => `  ${trial.credentials(token)}`);
}
