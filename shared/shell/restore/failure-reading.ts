import type { RestoringClient } from "../../core/client";
import { kindOfOutput } from "../../core/failure";
import { explainFailure, type FailureFacts } from "../../core/failure-texts";

/** Our reading of a client's last lines, with the next step; undefined where they say nothing that is known. */
export function readFailure(
  lines: readonly string[],
  client: Pick<RestoringClient, "failures" | "trust">,
  facts: Omit<FailureFacts, "trust">,
): string | undefined {
  const kind = kindOfOutput(lines, client.failures);
  return kind === undefined ? undefined : explainFailure(kind, { ...facts, trust: client.trust });
}
