import { readFileSync } from "node:fs";
import type { Job } from "../../core/adapter";
import { feedTitle, type Feed } from "../../core/feed-address";
import { readVariable } from "../agent";
import type { FeedAccess } from "../feed/feed-access";
import { readIdentity } from "../feed/identity";
import type { RestoreInputs } from "./restore-inputs";

/** One run of the task: the job, the feed to restore through, and who the job is to it. */
export interface FeedJob {
  readonly job: Job;
  readonly inputs: RestoreInputs;
  readonly feed: Feed;
  /** `project/feed`. */
  readonly title: string;
  /** Display name and id, where the organization said them. */
  readonly identity: string | undefined;
  readonly access: FeedAccess;
}

export async function openFeedJob(
  job: Job,
  inputs: RestoreInputs,
  feed: Feed,
  signal: AbortSignal,
): Promise<FeedJob> {
  const ca = readAuthorities();
  const access: FeedAccess = {
    organization: job.organization,
    feed,
    credentials: job.credentials,
    concurrency: inputs.maxConcurrency,
    signal,
    ...(job.proxy === undefined ? {} : { proxy: job.proxy }),
    ...(ca === undefined ? {} : { ca }),
  };
  const identity = await readIdentity(access);
  const name = identity === undefined ? undefined : `${identity.displayName} (${identity.id})`;
  return { job, inputs, feed, title: feedTitle(feed), identity: name, access };
}

/**
 * The authorities that the agent was configured with, and those that the machine gives to all programs (OpenSSL's
 * SSL_CERT_FILE, which uv reads too). Node's own and NODE_EXTRA_CA_CERTS count beside them.
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
