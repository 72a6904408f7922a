import type { RestoringClient } from "../../core/client";
import { failureInOutput, type FailureKind } from "../../core/failure";
import { explainFailure, type FailureFacts } from "../../core/failure-texts";
import { logText } from "../../core/log-text";
import { parseUrl } from "../../core/url";

/** What a feed may answer who may not save, as a client shows it: 401, 403 or 404 (not documented which). */
const refusals: readonly FailureKind[] = ["unauthorized", "permission", "feedMissing", "notFound"];
/** Lines before the one that tells the failure, in which the address that was asked may stand. */
const linesBefore = 3;
/** Where feeds keep files that they give: docs/artifacts/concepts/upstream-behavior.md and the agent's allow list. */
const storage = /\.(?:vsassets\.io|blob\.core\.windows\.net|blob\.storage\.azure\.net)$/i;

/** What the task itself knows of the feed, when a client failed. */
export interface ReadingFacts extends Omit<FailureFacts, "trust" | "status" | "elsewhere"> {
  /** Whether the feed answers to the job's token: a 401 then means what its owner may do. */
  readonly tokenIsTaken?: boolean;
}

/**
 * Our reading of a client's last lines: the line that tells the failure, and what it means with the next step; undefined
 * where they say nothing that is known.
 * @param isOfFeed Whether an address is one that the feed answers at.
 */
export function readFailure(
  lines: readonly string[],
  client: Pick<RestoringClient, "failures" | "ownFailures" | "trust">,
  { tokenIsTaken = false, ...facts }: ReadingFacts,
  isOfFeed: (address: URL) => boolean,
): string | undefined {
  for (const { pattern, text } of client.ownFailures ?? []) {
    const line = lines.find((each) => pattern.test(each));
    if (line !== undefined) return saying(line) + text;
  }
  const found = failureInOutput(lines, client.failures);
  if (found === undefined) return undefined;
  const { kind } = found;
  const elsewhere = hostElsewhere(lines, found.line, isOfFeed);
  const isRole =
    elsewhere === undefined &&
    ((facts.maySave === false && refusals.includes(kind)) ||
      (facts.maySave !== true && tokenIsTaken && kind === "unauthorized"));
  const text = explainFailure(isRole ? "permission" : kind, {
    ...{ ...facts, trust: client.trust },
    ...(isRole && kind === "unauthorized" ? { status: 401 } : {}),
    ...(elsewhere === undefined ? {} : { elsewhere }),
  });
  return saying(lines[found.line] ?? "") + text;
}

function saying(line: string): string {
  return `It said: ${logText(line.trim())}\n`;
}

/** The host of the address in or shortly before a line, where it is not the feed's or that of its storage. */
function hostElsewhere(
  lines: readonly string[],
  line: number,
  isOfFeed: (address: URL) => boolean,
): string | undefined {
  const near = lines.slice(Math.max(0, line - linesBefore), line + 1).reverse();
  const [asked] = near.flatMap(addressesIn);
  return asked === undefined || isOfFeed(asked) || storage.test(asked.hostname) ? undefined : asked.host;
}

/** The addresses in a line; brackets and quotes around them are not of them. */
function addressesIn(line: string): readonly URL[] {
  return [...line.matchAll(/\bhttps?:\/\/[^\s"'`()<>[\]]+/g)].flatMap(([address]) => parseUrl(address) ?? []);
}
