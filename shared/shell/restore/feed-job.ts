import type { RestoringClient } from "../../core/client";
import type { Job } from "../../core/job";
import { feedTitle, type Feed } from "../../core/feed-address";
import { print, readVariable } from "../agent";
import { accessFeed, type FeedAccess } from "../feed/feed-access";
import { FeedClient } from "../feed/feed-client";
import { FeedProtocols } from "../feed/feed-protocols";
import { readTextFile } from "../read-files";
import { scrubbed } from "../secrets";
import { warningLine } from "./findings";
import { PauseLines } from "./progress-lines";
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
  readonly access: FeedAccess;
  /** Fires when the job is cancelled. */
  readonly signal: AbortSignal;
}

/**
 * Opens the way to the feed. Nothing is asked yet.
 * @param known Every client that there is, whose protocols the feed may be asked in.
 */
export function openFeedJob(
  job: Job,
  known: readonly RestoringClient[],
  inputs: RestoreInputs,
  feed: Feed,
  signal: AbortSignal,
): FeedJob {
  const ca = readAuthorities();
  const { organization, identities, proxy } = job;
  const pauses = new PauseLines();
  const onPause = pauses.paused.bind(pauses);
  const onNotice = (text: string): void => {
    print([warningLine(scrubbed(text))]);
  };
  const client = new FeedClient({
    ...{ organization, identities, signal, onPause, onNotice, concurrency: inputs.maxConcurrency },
    ...(proxy === undefined ? {} : { proxy }),
    ...(ca === undefined ? {} : { ca }),
  });
  const access = accessFeed(
    { organization, feed },
    new FeedProtocols(known.map(({ protocol }) => protocol)),
    client,
  );
  return { job, inputs, feed, title: feedTitle(feed), identity: access.identityName, access, signal };
}

/**
 * The authorities that the agent was configured with, and those that the machine gives to all programs (OpenSSL's
 * SSL_CERT_FILE). Node's own and NODE_EXTRA_CA_CERTS count beside them.
 */
function readAuthorities(): string | undefined {
  const texts = [readVariable("Agent.CAInfo"), readVariable("SSL_CERT_FILE")].map((path) => {
    try {
      return path === undefined ? "" : (readTextFile(path) ?? "");
    } catch {
      return "";
    }
  });
  const text = texts.filter((each) => each !== "").join("\n");
  return text === "" ? undefined : text;
}
