import type { FailureKind } from "./failure";
import { feedTitle, type Feed } from "./feed-address";
import { logText } from "./log-text";

/** What is known of a failure. */
export interface FailureFacts {
  readonly feed: Feed;
  /** The name of the feed's organization. */
  readonly organization: string;
  /** Who the job is to the feed: display name and id; undefined where the organization did not say it. */
  readonly identity: string | undefined;
  /** The status of the answer, where there was one. */
  readonly status?: number;
  /** The page of the feed, where its permissions are given. */
  readonly page?: string;
  /** Whether the feed's list of permissions gives the identity a role that may save; undefined: it does not say. */
  readonly maySave?: boolean | undefined;
  /** What the feed, or an error, said. */
  readonly said?: string;
  /** Of hashes: whether the feed's index states another one, the bytes have another one, or a file that is held has. */
  readonly seen?: "stated" | "bytes" | "held";
  /** How an authority is given to the client that met the failure; absent where the task itself did. */
  readonly trust?: string;
  /** The host that a client asked in vain, where it is not the feed's. */
  readonly elsewhere?: string;
}

/** The role that saving from upstream needs: docs/artifacts/feeds/feed-permissions.md. */
const savingRole = "Feed and Upstream Reader (Collaborator)";

/** How an authority is given to the task itself (agent.md: Agent.CAInfo; Node's and OpenSSL's own variables). */
const ownTrust = "configure the agent with --sslcacert, or set SSL_CERT_FILE or NODE_EXTRA_CA_CERTS";

/**
 * Cause and next step of a failure, without the package's name, so that equal causes have equal texts. Safe for the log.
 * The same words whoever met it: the task itself, or a client that ended with an error.
 */
export function explainFailure(kind: FailureKind, facts: FailureFacts): string {
  if (facts.elsewhere !== undefined && !["hash", "authority", "proxy"].includes(kind))
    return elsewhereText(facts.elsewhere, facts);
  const feed = `feed ${logText(feedTitle(facts.feed))}`;
  return texts[kind]({ ...facts, the: feed, The: `F${feed.slice(1)}`, isClients: facts.trust !== undefined });
}

/** A failure of another host says nothing of the feed. */
function elsewhereText(host: string, { feed }: FailureFacts): string {
  return `It was ${logText(host)} that was asked in vain, which is not the feed: a lock file or a line of configuration leads there (see what bypasses the feed). Name feed ${logText(feedTitle(feed))} in its place, and give the feed that registry as an upstream source.`;
}

interface Words extends FailureFacts {
  /** The feed, within a sentence and at its beginning. */
  readonly the: string;
  readonly The: string;
  /** Whether it was a client that met the failure. */
  readonly isClients: boolean;
}

const texts: Readonly<Record<FailureKind, (words: Words) => string>> = {
  hash: (words) =>
    `${hashCause(words)} Do not install it, and do not lift the check: compare with the registry's own hash which of the two is right, the lock file or the feed, and find out who put the other file there.`,
  unauthorized: (words) =>
    `${words.The} did not take ${token(words)}${answered(words)}. Check that the job may have a token of ${logText(words.organization)} and that its authorization scope includes the feed's project (Project settings > Pipelines > Settings), and that a long run does not outlive it.${elsewhere(words)}`,
  permission: (words) =>
    `${words.The} does not let ${who(words)} ${isReading(words) ? "read it" : "save packages from its upstream sources"}${answered(words)}.${isListed(words) ? " Its permissions list that identity as Reader at most, who gets only what the feed has saved already." : ""} ${grant(words)}, and run again.${words.status === 401 ? elsewhere(words) : ""}`,
  feedMissing: (words) =>
    `There is no ${words.the} in ${logText(words.organization)} that the job can see${answered(words)}. Check its name and project; a project-scoped feed is written project/feed.`,
  blocked: ({ The }) =>
    `${The} has versions of this package that were pushed to it, and therefore takes none from public registries. If that is meant to be, take the pushed version into the lock file; else an owner sets "Allow externally sourced versions" on the package's page in the feed.`,
  deleted: ({ the }) =>
    `This version was in ${the} and was deleted; a feed never takes a deleted version again. Restore it from the feed's recycle bin (30 days), or lock another version.`,
  notFound: (words) =>
    `${words.The} does not have this package or version, neither itself nor from an upstream source${answered(words)}. Check the name, and that the feed has the upstream source that it comes from${viewHint(words)}; a version that is some hours new may not be listed yet.${unsure(words)}${words.isClients ? " A version that was deleted from the feed never comes back; where the feed has versions of its own of the package, an owner must allow externally sourced versions." : ""}`,
  upstreamDown: (words) =>
    `${words.The} could not reach its upstream source${answered(words)}. Run again later; packages that the feed has saved are not concerned.`,
  refused: (words) =>
    `${words.The} refuses it${answered(words)}. Nothing on the way to the feed is wrong: what the feed says has to be met, or the package left out of the restore.`,
  rateLimited: (words) =>
    `${words.The} still limited the rate after the waits that it had asked for${answered(words)}. Run again later, or with a lower maxConcurrency.`,
  authority: ({ said, isClients, trust = ownTrust }) =>
    `The certificate that was shown, as by a proxy that opens TLS, is of no authority that ${isClients ? "the client" : "the task"} trusts${quote(said)}. Give the machine's CA to ${isClients ? "the client" : "the task"}: ${logText(trust)}.`,
  proxy: (words) =>
    `The proxy did not let the request through${answered(words)}. Check the agent's proxy settings and HTTPS_PROXY, and that pkgs.dev.azure.com, feeds.dev.azure.com, *.vsassets.io and *.blob.core.windows.net may be reached.`,
  network: (words) =>
    words.isClients
      ? `${words.The} could not be reached, or a host that stands in no line above. Look at the agent's way to the feed (proxy, certificate, firewall), and at what bypasses the feed.`
      : `No usable answer of ${words.the}${answered(words)}. Run again; if it stays, look at the agent's way to the feed: proxy, certificate, firewall.`,
};

function hashCause({ the, seen }: Words): string {
  if (seen === "stated")
    return `The hash that ${the} states for the file is none of those in the lock file; it was not asked for.`;
  if (seen === "held")
    return `The file that ${the} holds has none of the hashes in the lock file, as the feed itself states it.`;
  if (seen === "bytes") return `The bytes that ${the} gives have none of the hashes in the lock file.`;
  return `A file of ${the} is not the one that the lock file names.`;
}

function who({ identity }: Words): string {
  return identity === undefined
    ? "the job's identity (the project's Build Service, as a rule; the organization did not say)"
    : logText(identity);
}

function token({ identity }: Words): string {
  return identity === undefined ? "the job's token" : `the token of ${logText(identity)}`;
}

/** The permission that is missing stands in the message (microsoft/azure-pipelines-tasks#14668). */
function isReading({ said = "" }: Words): boolean {
  return said.includes("'ReadPackages'");
}

/** A client that was answered 401 may have asked somebody else. */
function elsewhere({ isClients }: Words): string {
  return isClients
    ? " An index or registry of another place than the feed also answers so: look at the addresses above."
    : "";
}

function isListed(words: Words): boolean {
  return words.maySave === false && !isReading(words);
}

function grant({ page }: Words): string {
  const at = page === undefined ? "" : ` of ${logText(page)}`;
  return `Give that identity the role ${savingRole} under Feed settings > Permissions${at}`;
}

/** A feed may answer so to who may not save, too: what it answers a Reader is not documented. */
function unsure(words: Words): string {
  if (words.maySave !== undefined || words.feed.view !== undefined) return "";
  return ` If nothing that is new gets saved, the role of ${who(words)} may be missing: it has to be ${savingRole}.`;
}

function viewHint({ feed }: Words): string {
  return feed.view === undefined
    ? ""
    : ", and address the feed without @view: a view has no upstream sources";
}

function answered({ status, said }: Words): string {
  return status === undefined ? quote(said) : ` (status ${status}${quote(said)})`;
}

function quote(said = ""): string {
  return said === "" ? "" : `: ${logText(said.length > 300 ? `${said.slice(0, 300)}…` : said)}`;
}
