import { selectEntries } from "./lock-entry";
import type { LockEntries } from "./lock-entry";
import { Problem } from "./problem";
import { textHash } from "./text-numbers";

/**
 * The entries that one of `total` parallel jobs saves. `position` is from 1, as System.JobPositionInPhase has it.
 * All entries of a package are in one slice, so that its page or index file is asked for by one job alone. A slice
 * depends on names alone, so a retry takes the same ones, and a change elsewhere in the lock file moves none. Throws a Problem when the numbers are not such a position.
 */
export function sliceOf(entries: LockEntries, position: number, total: number): LockEntries {
  const isPosition = Number.isSafeInteger(position) && Number.isSafeInteger(total) && position >= 1;
  if (!isPosition || position > total) {
    throw new Problem(
      "slice-impossible",
      `The agent's variables System.JobPositionInPhase and System.TotalJobsInPhase should hold a position from 1 and the number of parallel jobs; they hold ${position} and ${total}.`,
      "Run the task on an Azure Pipelines agent; do not set these variables yourself.",
    );
  }
  return selectEntries(
    entries,
    ({ protocol, name }) => textHash(`${protocol}\n${name}`) % total === position - 1,
  );
}
