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

/**
 * Our reading of a client's last lines: the line that tells the failure, and what it means with the next step; undefined
 * where they say nothing that is known.
 * @param isOfFeed Whether an address is one that the feed answers at.
 */
export function readFailure(
  lines: readonly string[],
  client: Pick<RestoringClient, "failures" | "trust">,
  facts: Omit<FailureFacts, "trust" | "elsewhere">,
  isOfFeed: (address: URL) => boolean,
): string | undefined {
  const found = failureInOutput(lines, client.failures);
  if (found === undefined) return undefined;
  const near = lines.slice(Math.max(0, found.line - linesBefore), found.line + 1).reverse();
  const [asked] = near.flatMap(addressesIn);
  const isElsewhere = asked !== undefined && !isOfFeed(asked) && !storage.test(asked.hostname);
  const isRole = facts.maySave === false && !isElsewhere && refusals.includes(found.kind);
  const text = explainFailure(isRole ? "permission" : found.kind, {
    ...{ ...facts, trust: client.trust },
    ...(isElsewhere ? { elsewhere: asked.host } : {}),
  });
  const line = lines[found.line]?.trim() ?? "";
  return `It said: ${logText(line)}\n${text}`;
}

/** The addresses in a line; brackets and quotes around them are not of them. */
function addressesIn(line: string): readonly URL[] {
  return [...line.matchAll(/\bhttps?:\/\/[^\s"'`()<>[\]]+/g)].flatMap(([address]) => parseUrl(address) ?? []);
}
