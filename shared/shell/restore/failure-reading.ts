import type { RestoringClient } from "../../core/client";
import { kindOfOutput, type FailureKind } from "../../core/failure";
import { explainFailure, type FailureFacts } from "../../core/failure-texts";

/** What a feed may answer who may not save, as a client shows it: 401, 403 or 404 (not documented which). */
const refusals: readonly FailureKind[] = ["unauthorized", "permission", "feedMissing", "notFound"];

/** What the task itself knows of the feed, when a client failed. */
export interface ReadingFacts extends Omit<FailureFacts, "trust" | "status"> {
  /** Whether the feed answers to the job's token: a 401 then means what its owner may do. */
  readonly tokenIsTaken?: boolean;
}

/** Our reading of a client's last lines, with the next step; undefined where they say nothing that is known. */
export function readFailure(
  lines: readonly string[],
  client: Pick<RestoringClient, "failures" | "trust">,
  { tokenIsTaken = false, ...facts }: ReadingFacts,
): string | undefined {
  const kind = kindOfOutput(lines, client.failures);
  if (kind === undefined) return undefined;
  const isRole =
    (facts.maySave === false && refusals.includes(kind)) ||
    (facts.maySave !== true && tokenIsTaken && kind === "unauthorized");
  const status = isRole && kind === "unauthorized" ? { status: 401 } : {};
  return explainFailure(isRole ? "permission" : kind, { ...facts, ...status, trust: client.trust });
}
