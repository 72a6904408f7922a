import { protocolNamed } from "../feed/protocols/all-protocols";
import type { Protocol, RequestRecord, SavedFile } from "../feed/start-feed";

/** What one client did at the feed. */
export interface ClientSummary {
  readonly protocol: Protocol;
  /** Package versions of which a file was got with the token. */
  readonly restored: number;
  /** Package versions that the feed saved from its upstream source meanwhile. */
  readonly saved: number;
  /** Requests at the feed's addresses. */
  readonly requests: number;
  /** Of these, the ones without the token to addresses that the client has got through to with it. */
  readonly challenged: number;
  /** Of these, the ones that should have had the token, and never had it. */
  readonly without: readonly RequestRecord[];
}

/**
 * Sums up the requests of one protocol. A request should have had the token when it came to an address of the feed; it
 * never had it when it was anonymous or refused (401, 403) and no request for the same address was let in with the
 * token, before or after: Cargo asks without it for the config.json of a registry that has a second name, and is
 * content with the 401 when the first name has brought the file (seen with Cargo 1.95).
 */
export function summarize(
  protocol: Protocol,
  records: readonly RequestRecord[],
  files: readonly SavedFile[],
): ClientSummary {
  const own = records.filter((record) => record.protocol === protocol);
  const reached = new Set(own.filter(isLetIn).map(addressOf));
  const refused = own.filter((record) => !isLetIn(record));
  const upstream = files.filter((file) => file.protocol === protocol && file.upstream !== undefined);
  const restored = own.filter(hasFile).map((record) => protocolNamed(protocol).versionInPath(record.path));
  return {
    protocol,
    restored: new Set(restored.filter((version) => version !== undefined)).size,
    saved: new Set(upstream.map(({ name, version }) => `${name} ${version}`)).size,
    requests: own.length,
    challenged: refused.filter((record) => reached.has(addressOf(record))).length,
    without: refused.filter((record) => !reached.has(addressOf(record))),
  };
}

function addressOf({ scheme, host, path }: RequestRecord): string {
  return `${scheme}://${host}${path}`;
}

function isLetIn({ identity, auth, status }: RequestRecord): boolean {
  const isKnown = auth !== "none" && identity !== "anonymous" && identity !== "unknown token";
  return isKnown && status !== 401 && status !== 403;
}

function hasFile(record: RequestRecord): boolean {
  return isLetIn(record) && record.method === "GET" && record.status < 400;
}

