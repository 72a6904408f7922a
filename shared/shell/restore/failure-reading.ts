import type { RestoringClient } from "../../core/client";
import { kindOfOutput, type FailureKind } from "../../core/failure";
import { explainFailure, type FailureFacts } from "../../core/failure-texts";

/** What a feed may answer who may not save, as a client shows it: 401, 403 or 404 (not documented which). */
const refusals: readonly FailureKind[] = ["unauthorized", "permission", "feedMissing", "notFound"];

/** Our reading of a client's last lines, with the next step; undefined where they say nothing that is known. */
export function readFailure(
  lines: readonly string[],
  client: Pick<RestoringClient, "failures" | "trust">,
  facts: Omit<FailureFacts, "trust">,
): string | undefined {
  const shown = kindOfOutput(lines, client.failures);
  const kind =
    facts.maySave === false && shown !== undefined && refusals.includes(shown) ? "permission" : shown;
  return kind === undefined ? undefined : explainFailure(kind, { ...facts, trust: client.trust });
}
