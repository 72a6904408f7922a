import { findProtocol } from "../feed/protocols/all-protocols";
import type { RequestRecord, SavedFile } from "../feed/start-feed";
import type { Client } from "./client";

/** What one client did at the feed. */
export interface ClientSummary {
  /** The client's title, or what else sent the requests. */
  readonly title: string;
  /** Package versions of which a file was got with the token. */
  readonly restored: number;
  /** Package versions of which the feed saved a file from its upstream source for it meanwhile. */
  readonly saved: number;
  /** Requests at the feed's addresses. */
  readonly requests: number;
  /** Of these, the ones without the token to addresses that the client has got through to with it. */
  readonly challenged: number;
  /** Of these, the ones that should have had the token, and never had it. */
  readonly without: readonly RequestRecord[];
}

/** What sends requests to the feed. */
type Sender = Pick<Client, "title" | "userAgent">;

/** The task asks for itself, too: for what the client that it runs did not ask for. */
const task: Sender = { title: "RestoreUpstream", userAgent: /^feedpass$/ };
const others = "other programs";

/**
 * Sums up requests and saved files by who sent the requests, told by the User-Agent: several clients share a protocol.
 * A summary for each of the clients, then one for the task and one for all other programs, where they sent any.
 */
export function summarize(
  clients: readonly Sender[],
  records: readonly RequestRecord[],
  files: readonly SavedFile[],
): readonly ClientSummary[] {
  const senders = [...clients, task];
  const titleOf = (sent: string): string =>
    senders.find(({ userAgent }) => userAgent.test(sent))?.title ?? others;
  const summaryOf = (title: string): ClientSummary =>
    summarizeSender(
      title,
      records.filter(({ userAgent }) => titleOf(userAgent) === title),
      files.filter(({ savedFor }) => savedFor !== undefined && titleOf(savedFor) === title),
    );
  const rest = [task.title, others].map(summaryOf).filter(({ requests }) => requests > 0);
  return [...clients.map(({ title }) => summaryOf(title)), ...rest];
}

/**
 * A request should have had the token when it came to an address of the feed; it never had it when it was anonymous or
 * refused (401, 403) and no request for the same address was let in with the token, before or after: Cargo asks without
 * it for the config.json of a registry that has a second name, and is content with the 401 when the first name has
 * brought the file (seen with Cargo 1.95).
 */
function summarizeSender(
  title: string,
  records: readonly RequestRecord[],
  files: readonly SavedFile[],
): ClientSummary {
  const own = records.filter(({ protocol }) => findProtocol(protocol) !== undefined);
  const reached = new Set(own.filter(isLetIn).map(addressOf));
  const refused = own.filter((record) => !isLetIn(record));
  const restored = own.filter(hasFile).flatMap(({ protocol, path }) => {
    const version = findProtocol(protocol)?.versionInPath(path);
    return version === undefined ? [] : [`${protocol} ${version}`];
  });
  return {
    title,
    restored: new Set(restored).size,
    saved: new Set(files.map(({ protocol, name, version }) => `${protocol} ${name} ${version}`)).size,
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
