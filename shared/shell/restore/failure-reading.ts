import type { RestoringClient } from "../../core/client";
import type { FailureKind } from "../../core/failure";

/** What the reading of a failure names. */
export interface FailureFacts {
  /** `project/feed`. */
  readonly feed: string;
  /** Who the job is to the feed, as far as that is known. */
  readonly identity: string | undefined;
}

type TextOf = (facts: FailureFacts, client: Pick<RestoringClient, "trust">) => string;

const who = ({ identity }: FailureFacts): string =>
  identity ?? "the job's identity (the project's Build Service)";

const notFound: TextOf = ({ feed }) =>
  `404: feed ${feed} and its upstream sources do not have the package or version. Check the name; a version that was deleted from the feed never comes back; where the feed has versions of its own of the package, a Feed Owner must allow externally sourced versions.`;

const texts: Readonly<Record<FailureKind, TextOf>> = {
  hash: ({ feed }) =>
    `Hash: a file of feed ${feed} is not the one that the lock file names. Do not lift the check: compare the lock file's hash with the registry's own, and find out who put the other file into the feed.`,
  authority: (_facts, { trust }) =>
    `Unknown CA: the client does not trust the certificate that it was shown, as behind a proxy that opens TLS. Give the machine's CA to the client: ${trust}.`,
  proxy: () =>
    "Proxy: the client did not get through the proxy. Check HTTPS_PROXY and the agent's proxy settings, and that pkgs.dev.azure.com and *.blob.core.windows.net may be reached.",
  unauthorized: (facts) =>
    `401: feed ${facts.feed} did not take the client as ${who(facts)}. A project index or registry of another place than the feed also answers so: look at the addresses above; the job's authorization scope must include the feed's project.`,
  permission: (facts) =>
    `403: ${who(facts)} may read feed ${facts.feed} but not save packages from its upstream sources. Give that identity the role Feed and Upstream Reader (Collaborator) in Feed settings > Permissions.`,
  notFound,
  blocked: notFound,
  deleted: notFound,
  upstreamDown: ({ feed }) =>
    `Upstream: feed ${feed} could not reach its upstream source just now. Packages that the feed has saved are not concerned; run the job again later.`,
  rateLimited: ({ feed }) =>
    `429: feed ${feed} limits the rate. What is saved is not asked for again; run the job again later.`,
  network: () =>
    "Network: a host could not be reached. If it is not the feed's, a lock file or a configuration line bypasses the feed: see above.",
};

/** Our reading of a client's last lines, with the next step; undefined where they say nothing that is known. */
export function readFailure(
  lines: readonly string[],
  client: Pick<RestoringClient, "failures" | "trust">,
  facts: FailureFacts,
): string | undefined {
  const text = lines.join("\n");
  const known = client.failures.find(({ pattern }) => pattern.test(text));
  return known === undefined ? undefined : texts[known.kind](facts, client);
}
