import path from "node:path";
import type { AgentRun, JobRecord, PipelineRecord } from "./agent-run";
import { ConsoleLog } from "./console-log";
import { shouldRunJob } from "./job/job-conditions";
import { runJob } from "./job/job-runner";
import { spreadJobs } from "./job/parallel-jobs";
import { preparePipeline } from "./job/prepared-pipeline";
import type { JobDefinition } from "./pipeline/pipeline-definition";
import { combineResults } from "./results";

export type { AgentRun, JobRecord, PipelineRecord, ServiceConnection, StepRecord } from "./agent-run";
export { PipelineFileError } from "./pipeline/pipeline-file-error";
export { ExtensionFileError } from "./task/task-package";
export type { StepResult } from "./results";

/**
 * Runs a pipeline file on this machine as an Azure Pipelines agent would: the jobs one after the other.
 * @throws PipelineFileError, before anything is run or written, for a file that is not understood;
 * ExtensionFileError for an extension that cannot be read.
 */
export async function runPipeline(run: AgentRun): Promise<PipelineRecord> {
  const prepared = await preparePipeline(run);
  const absolute: AgentRun = { ...run, workFolder: path.resolve(run.workFolder) };
  const console = new ConsoleLog(run.output, run.environment);
  const finished: { definition: JobDefinition; record: JobRecord }[] = [];
  for (const { job, place } of spreadJobs(prepared)) {
    const { definition } = job;
    if (shouldRunJob(absolute, definition, finished)) {
      finished.push({ definition, record: await runJob(absolute, job, place, console) });
    } else {
      console.write(`Job ${definition.displayName}: Skipped`);
      finished.push({ definition, record: skipJob(absolute, definition) });
    }
  }
  const jobs = finished.map(({ record }) => record);
  return { result: combineResults(jobs.map(({ result }) => result)), jobs, log: console.text };
}

function skipJob(run: AgentRun, definition: JobDefinition): JobRecord {
  const { name } = definition;
  return { name, result: "Skipped", steps: [], variables: new Map(), workFolder: run.workFolder };
}
