import type { StepResult } from "../../../sandbox/agent/results";
import { TokenSearch } from "../token-forms";
import type { Workplace, WorkplaceJob } from "../workplace";
import { TokenPlaces } from "./token-places";

/** A job, how it is to end, and when somebody cancels it. */
export interface SearchedJob extends Omit<WorkplaceJob, "onOutput" | "signal"> {
  readonly expect: StepResult;
  /** What its console has to show, so that it is known to have ended as it was meant to. */
  readonly shows?: RegExp;
  /** It is cancelled once the console shows this. */
  readonly cancelAt?: RegExp;
}

export interface SearchResult {
  /** Where the token is, in which form and when. */
  readonly leaks: readonly string[];
  /** How it ended otherwise than it was meant to. */
  readonly surprise?: string;
  /** Texts and files that were looked through. */
  readonly looked: number;
  readonly log: string;
}

/**
 * Runs a job and looks for its token after each step, so before and after the post-job steps, and after the job: in the
 * console, the uploads, and every file below the agent's folders and the home. Only the agent's own variables may hold it.
 */
export async function searchJob(workplace: Workplace, job: SearchedJob): Promise<SearchResult> {
  const places = new TokenPlaces(new TokenSearch(workplace.token(job.identity)));
  const cancel = new AbortController();
  let [text, folder, step] = ["", "", 0];
  const record = await workplace.run({
    ...job,
    signal: cancel.signal,
    onFolder: (path) => (folder = path),
    onOutput: (more) => {
      text += more;
      if (job.cancelAt?.test(text) === true) cancel.abort();
      if (more.startsWith("##[section]Finishing: ")) places.lookBelow(folder, `after step ${(step += 1)}`);
    },
  });
  places.lookBelow(folder, "after the job");
  places.lookAtRecord(record);
  const { expect, shows } = job;
  const isShown = shows?.test(record.log) ?? true;
  const surprise =
    record.result !== expect
      ? `it ended as ${record.result}`
      : isShown
        ? undefined
        : `nothing shows ${shows}`;
  return {
    leaks: places.found,
    ...(surprise === undefined ? {} : { surprise }),
    looked: places.looked,
    log: record.log,
  };
}

/** Runs some at a time: they wait for processes more than for each other. */
export async function searchJobs(
  workplace: Workplace,
  jobs: ReadonlyMap<string, SearchedJob>,
  atATime = 3,
): Promise<ReadonlyMap<string, SearchResult>> {
  const results = new Map<string, SearchResult>();
  const waiting = [...jobs];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      results.set(next[0], await searchJob(workplace, next[1]));
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return results;
}
