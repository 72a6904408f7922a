import { readFileSync } from "node:fs";
import type { Job } from "../../core/job";
import { feedTitle, type Feed } from "../../core/feed-address";
import { readVariable } from "../agent";
import type { FeedAccess } from "../feed/feed-access";
import { FeedClient } from "../feed/feed-client";
import { readIdentity } from "../feed/identity";
import type { RestoreInputs } from "./restore-inputs";

/** One run of the task: the job, the feed to restore through, and who the job is to it. */
export interface FeedJob {
  readonly job: Job;
  readonly inputs: RestoreInputs;
  readonly feed: Feed;
  /** `project/feed`. */
  readonly title: string;
  /** Display name and id, where the organization says them; asked for at the first call. Never rejects. */
  readonly identity: () => Promise<string | undefined>;
  /** How the feed is reached; its client is to be closed in the end. */
  readonly access: FeedAccess & { readonly client: FeedClient };
}

/** Opens the way to the feed. Nothing is asked yet. */
export function openFeedJob(job: Job, inputs: RestoreInputs, feed: Feed, signal: AbortSignal): FeedJob {
  const ca = readAuthorities();
  const access: FeedAccess = {
    organization: job.organization,
    feed,
    credentials: job.identities[0].credentials,
    concurrency: inputs.maxConcurrency,
    signal,
    ...(job.proxy === undefined ? {} : { proxy: job.proxy }),
    ...(ca === undefined ? {} : { ca }),
  };
  const client = new FeedClient(access);
  const own = { ...access, client };
  let identity: Promise<string | undefined> | undefined;
  const ask = (): Promise<string | undefined> => (identity ??= nameOf(readIdentity(own)));
  return { job, inputs, feed, title: feedTitle(feed), identity: ask, access: own };
}

async function nameOf(identity: ReturnType<typeof readIdentity>): Promise<string | undefined> {
  const known = await identity;
  return known === undefined ? undefined : `${known.displayName} (${known.id})`;
}

/**
 * The authorities that the agent was configured with, and those that the machine gives to all programs (OpenSSL's
 * SSL_CERT_FILE). Node's own and NODE_EXTRA_CA_CERTS count beside them.
 */
function readAuthorities(): string | undefined {
  const texts = [readVariable("Agent.CAInfo"), readVariable("SSL_CERT_FILE")].map((path) => {
    try {
      return path === undefined ? "" : readFileSync(path, "utf8");
    } catch {
      return "";
    }
  });
  const text = texts.filter((each) => each !== "").join("\n");
  return text === "" ? undefined : text;
}
