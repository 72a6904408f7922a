import { feedTitle } from "../../core/feed-address";
import { logText } from "../../core/log-text";
import type { Reply } from "../../core/protocol";
import { feedCall, feedPage } from "../../core/rest-address";
import type { FeedAccess } from "./feed-access";

/** The feed did not answer a call about what it holds with a list. */
class NotTold extends Error {
  override readonly name = "NotTold";
  readonly status: number;

  constructor({ status, message }: Reply<unknown>) {
    super(`it answered ${status} to a call about what it holds${message === "" ? "" : `: ${message}`}`);
    this.status = status;
  }
}

/** Throws a NotTold when the answer is no 200 with a JSON object. */
export function documentOf(reply: Reply<unknown>): Record<string, unknown> {
  const { value } = reply;
  if (typeof value === "object" && value !== null) return { ...value };
  throw new NotTold(reply);
}

/** That a refusal or a failure is why nothing is known of a feed: nobody should take it for an empty one. */
export async function unknownText(access: FeedAccess, error: unknown): Promise<string> {
  const identity = (await access.identityName()) ?? "the job's identity";
  const why = (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
  return `What feed ${logText(feedTitle(access.feed))} holds could not be read as ${logText(identity)}: ${logText(why)}. So every file is asked for, and nothing is reported as held before. ${nextStep(access, error)}`;
}

function nextStep(access: FeedAccess, error: unknown): string {
  const status = error instanceof NotTold ? error.status : 0;
  if (status === 401 || status === 403)
    return `Give that identity the role Feed Reader of the feed (${feedPage(access)}).`;
  if (status === 400)
    return "The task asks in REST versions 7.1, 6.0 and 5.1; Azure DevOps Server 2019.1 and later know one of them.";
  return `Run again; if it stays, see that the agent can reach ${new URL(feedCall(access, "")).host}.`;
}
