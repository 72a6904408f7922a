import type { AgentRun } from "../agent-run";

/** Seconds of a run in milliseconds; a test makes its minutes shorter. */
export function inMilliseconds(run: AgentRun, seconds: number): number {
  return (seconds * (run.millisecondsPerMinute ?? 60_000)) / 60;
}
