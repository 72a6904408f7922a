import type { LockEntry } from "../../core/lock-entry";
import { Problem } from "../../core/problem";

/**
 * The entries that one of `total` parallel jobs saves. `position` is from 1, as System.JobPositionInPhase has it.
 * It depends on each entry alone, so a retry takes the same ones, and a change elsewhere in the lock file moves none.
 * Every entry is in exactly one slice. Throws a Problem when the numbers are not such a position.
 */
export function sliceOf(
  entries: readonly LockEntry[],
  position: number,
  total: number,
): readonly LockEntry[] {
  const isPosition = Number.isSafeInteger(position) && Number.isSafeInteger(total) && position >= 1;
  if (!isPosition || position > total) {
    throw new Problem(
      "slice-impossible",
      `The agent's variables System.JobPositionInPhase and System.TotalJobsInPhase should hold a position from 1 and the number of parallel jobs; they hold ${position} and ${total}.`,
      "Run the task on an Azure Pipelines agent; do not set these variables yourself.",
    );
  }
  return entries.filter((entry) => hash(keyOf(entry)) % total === position - 1);
}

function keyOf({ protocol, name, version, file }: LockEntry): string {
  return [protocol, name, version, file ?? ""].join("\n");
}

/** FNV-1a with 32 bits (RFC 9923), then mixed once more, since `%` looks at its weak low bits only. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
