import type { PreparedJob } from "./prepared-pipeline";

/** A job's place among those that its `strategy` makes of it: 1 of 1 without one. */
export interface JobPosition {
  readonly position: number;
  readonly total: number;
  /** System.ParallelExecutionType (VsTestV2, runvstest.ts); absent for a job by itself. */
  readonly execution?: "MultiMachine" | "MultiConfiguration";
}

export interface PlacedJob {
  readonly job: PreparedJob;
  readonly place: JobPosition;
}

/**
 * The jobs as they run, one after the other: `parallel: N` makes N of one, which differ in their display name and in
 * System.JobPositionInPhase and System.TotalJobsInPhase; `matrix` one for each leg, which differ in their variables. T/L1/Worker/L1TestBase.cs:428-677; the values are those of
 * learn.microsoft.com "Speed up testing by running tests in parallel". That a matrix has places is not established:
 * docs/facts.md.
 */
export function spreadJobs(jobs: readonly PreparedJob[]): readonly PlacedJob[] {
  return jobs.flatMap((job) => {
    const { strategy } = job.definition;
    if (strategy.kind === "none") {
      return [{ job, place: { position: 1, total: 1 } }];
    }
    if (strategy.kind === "matrix") {
      const total = strategy.legs.length;
      return strategy.legs.map(({ name, variables }, index) => ({
        job: changed(job, name, variables),
        place: { position: index + 1, total, execution: "MultiConfiguration" as const },
      }));
    }
    return Array.from({ length: strategy.count }, (_, index) => place(job, index + 1, strategy.count));
  });
}

function place(job: PreparedJob, position: number, total: number): PlacedJob {
  if (total === 1) {
    return { job, place: { position, total } };
  }
  return {
    job: changed(job, `${position} of ${total}`, []),
    place: { position, total, execution: "MultiMachine" },
  };
}

/** The job with what tells it from the others: in its display name, and in its variables. */
function changed(
  job: PreparedJob,
  name: string,
  variables: PreparedJob["definition"]["variables"],
): PreparedJob {
  const { definition } = job;
  return {
    ...job,
    definition: {
      ...definition,
      displayName: `${definition.displayName} ${name}`,
      variables: [...definition.variables, ...variables],
    },
  };
}
