import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { AgentRun, JobRecord, StepRecord } from "../agent-run";
import type { ConsoleLog } from "../console-log";
import { prepareContainer } from "../containers/job-containers";
import { killOrphans } from "../process/orphan-processes";
import type { JobDefinition } from "../pipeline/pipeline-definition";
import type { StepResult } from "../results";
import { runStep } from "../steps/step-runner";
import type { StepPlan } from "../steps/step-plan";
import { armJobCancel } from "./job-cancel";
import { setJobResult } from "./job-context";
import type { JobContext } from "./job-context";
import { prepareJobFolders, wipeTemp } from "./job-folders";
import { writeJobFooter, writeJobHeader, writeJobTimeout } from "./job-log";
import { createJob } from "./job-setup";
import { planSteps } from "./job-steps";
import type { JobPosition } from "./parallel-jobs";
import type { PreparedJob } from "./prepared-pipeline";

/** Runs one job from its preparation to its clean-up. AW/JobRunner.cs, AW/JobExtension.cs */
export async function runJob(
  run: AgentRun,
  prepared: PreparedJob,
  place: JobPosition,
  console: ConsoleLog,
): Promise<JobRecord> {
  const { definition } = prepared;
  const lookupId = `vsts_${randomUUID()}`;
  const cancellation = armJobCancel(run, definition.timeoutInMinutes, () => {
    writeJobTimeout(console, definition.timeoutInMinutes);
  });
  const job = createJob(
    run,
    { ...place, job: definition, lookupId },
    { console, cancel: cancellation.signal, deadline: cancellation.deadline },
  );
  const steps: StepRecord[] = [];
  try {
    writeJobHeader(job, definition.displayName);
    await prepareJobFolders(job.folders);
    await Promise.all(job.containers.map(prepareContainer));
    // AW/StepsRunner.cs:61
    job.variables.set("agent.jobstatus", "Succeeded");
    await runSteps(job, await planSteps(job, prepared.steps, definition.container), steps);
  } catch (error) {
    // AW/JobExtension.cs:170-202: what goes wrong outside a step fails the job.
    job.console.write(job.masker.mask(`##[error]${error instanceof Error ? error.message : String(error)}`));
    setJobResult(job, "Failed");
  } finally {
    cancellation.disarm();
    await finalize(job, lookupId);
  }
  const result = resultOf(job, definition);
  writeJobFooter(job, definition.displayName, result);
  return {
    name: definition.name,
    result,
    steps,
    variables: listVariables(job),
    workFolder: job.folders.work,
  };
}

function listVariables(job: JobContext): JobRecord["variables"] {
  job.variables.translate = (value) => value;
  return new Map(
    job.variables.all().map(({ name, value, secret }) => [name, { value, isSecret: secret }] as const),
  );
}

function resultOf(job: JobContext, definition: JobDefinition): StepResult {
  const isForgiven = job.result === "Failed" && definition.continueOnError;
  return isForgiven ? "SucceededWithIssues" : (job.result ?? "Succeeded");
}

async function runSteps(job: JobContext, plans: readonly StepPlan[], steps: StepRecord[]): Promise<void> {
  for (const plan of plans) {
    if (job.deadline.aborted) {
      return;
    }
    const step = await runStep(job, plan);
    steps.push(step.toRecord());
  }
}

/** AW/JobExtension.cs:653-713: `.taskkey` of the work folder, leftover processes, the temp folder. */
async function finalize(job: JobContext, lookupId: string): Promise<void> {
  await rm(path.join(job.folders.work, ".taskkey"), { force: true });
  const killed = await killOrphans(lookupId);
  for (const pid of killed) {
    job.console.write(`Terminate orphan process: pid (${pid})`);
  }
  await wipeTemp(job.folders);
}
