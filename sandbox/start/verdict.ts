import type { ClientSummary } from "./client-summary";
import type { FoundClient } from "./found-clients";

/** What is to be judged. */
export interface Outcome {
  readonly result: string;
  readonly found: readonly FoundClient[];
  readonly summaries: readonly ClientSummary[];
  /** The example has a job for each client that was found; another file need not. */
  readonly example: boolean;
  /** The form in which the output holds the token; undefined when it does not. */
  readonly leak: string | undefined;
}

/** Why a run failed, one sentence each; none when it did not. */
export function failures(outcome: Outcome): readonly string[] {
  const { result, found, summaries, example, leak } = outcome;
  const active = summaries.filter(({ requests }) => requests > 0);
  const without = summaries.reduce((sum, summary) => sum + summary.without.length, 0);
  const saved = ({ client }: FoundClient): number =>
    summaries.find(({ title }) => title === client.title)?.saved ?? 0;
  const leaks = leak === undefined ? [] : [`The output above holds the job's token ${leak}.`];
  if (result === "Canceled") return ["The run was cancelled.", ...leaks];
  const idle = example ? found.filter((client) => saved(client) === 0) : [];
  return [
    ...(result === "Succeeded" || result === "SucceededWithIssues"
      ? []
      : [`The pipeline's result is ${result}.`]),
    ...(active.length > 0 ? [] : ["No client has asked the feed for anything."]),
    ...(without === 0 ? [] : [`Requests to the feed that never had the token: ${without}.`]),
    ...idle.map(({ client }) => `${client.title} has saved no package to the feed.`),
    ...leaks,
  ];
}
