import type { PreparedJob } from "./prepared-pipeline";

/** A job's place among those that its `strategy` makes of it: 1 of 1 without one. */
export interface JobPosition {
  readonly position: number;
  readonly total: number;
}

export interface PlacedJob {
  readonly job: PreparedJob;
  readonly place: JobPosition;
}

/**
 * The jobs as they run, one after the other: `parallel: N` makes N of one, which differ in their display name and in
 * System.JobPositionInPhase and System.TotalJobsInPhase. T/L1/Worker/L1TestBase.cs:428-677; the values are those of
 * learn.microsoft.com "Speed up testing by running tests in parallel".
 */
export function spreadJobs(jobs: readonly PreparedJob[]): readonly PlacedJob[] {
  return jobs.flatMap((job) => {
    const total = job.definition.parallel;
    return Array.from({ length: total }, (_, index) => place(job, { position: index + 1, total }));
  });
}

function place(job: PreparedJob, position: JobPosition): PlacedJob {
  if (position.total === 1) {
    return { job, place: position };
  }
  const displayName = `${job.definition.displayName} ${position.position} of ${position.total}`;
  return { job: { ...job, definition: { ...job.definition, displayName } }, place: position };
}
