import { translatorFor } from "../containers/step-target";
import { setJobResult } from "../job/job-context";
import type { JobContext } from "../job/job-context";
import { inMilliseconds } from "../job/run-clock";
import { castToBoolean } from "../expressions/expression-value";
import { mergeResults } from "../results";
import type { StepResult } from "../results";
import { StepContext } from "./step-context";
import type { StepPlan } from "./step-plan";
import { StepCanceled } from "./step-plan";

const cancelMessage = "The Operation will be canceled. The next steps may not contain expected logs.";

/** Runs or skips one step and merges its result into the job's. AW/StepsRunner.cs:118-293 */
export async function runStep(job: JobContext, plan: StepPlan): Promise<StepContext> {
  const step = new StepContext(job, plan.identity);
  job.variables.translate = translatorFor(job.variables, plan.identity.target);
  job.variables.recalculateExpanded().forEach((warning) => {
    step.warning(warning);
  });
  const cancel = new AbortController();
  const onJobCancel = (): void => {
    setJobResult(job, "Canceled");
    if (!retestCondition(step, plan)) {
      step.error(cancelMessage);
      cancel.abort();
    }
  };
  if (job.cancel.aborted) {
    setJobResult(job, "Canceled");
  } else {
    job.cancel.addEventListener("abort", onJobCancel, { once: true });
  }
  const onDeadline = (): void => {
    cancel.abort();
  };
  job.deadline.addEventListener("abort", onDeadline, { once: true });
  try {
    await runOrSkip(step, plan, cancel);
  } finally {
    job.cancel.removeEventListener("abort", onJobCancel);
    job.deadline.removeEventListener("abort", onDeadline);
    step.close();
  }
  // AW/StepsRunner.cs:281-293: no other result of a step touches the job.
  if (step.result === "SucceededWithIssues" || step.result === "Failed") {
    setJobResult(job, mergeResults(job.result, step.result));
  }
  return step;
}

async function runOrSkip(step: StepContext, plan: StepPlan, cancel: AbortController): Promise<void> {
  let accepted: boolean;
  try {
    accepted = evaluate(step.job, plan);
  } catch (error) {
    step.error(error instanceof Error ? error.message : String(error));
    step.result = "Failed";
    return;
  }
  if (accepted) {
    await runAccepted(step, plan, cancel);
    return;
  }
  // The service shows a skipped step under its name; one console has to say it.
  step.write(`##[section]Skipped: ${plan.identity.displayName}`);
  step.write("Skipping step due to condition evaluation.");
  step.write(`Evaluating: ${plan.condition.text}`);
  step.result = "Skipped";
}

function evaluate(job: JobContext, plan: StepPlan): boolean {
  const variables = new Map(job.variables.all().map(({ name, value }) => [name.toLowerCase(), value]));
  const status = (): StepResult => job.result ?? "Succeeded";
  return castToBoolean(plan.condition.evaluate({ status, variables }));
}

/** AW/StepsRunner.cs:129-189: a condition that cannot be evaluated again counts as false. */
function retestCondition(step: StepContext, plan: StepPlan): boolean {
  try {
    return evaluate(step.job, plan);
  } catch (error) {
    step.error(error instanceof Error ? error.message : String(error));
    return false;
  }
}

async function runAccepted(step: StepContext, plan: StepPlan, cancel: AbortController): Promise<void> {
  const { displayName } = plan.identity;
  step.write(`##[section]Starting: ${displayName}`);
  // AW/StepsRunner.cs, RunStepAsync
  step.job.variables.set("task.skipTranslatorForCheckout", "False");
  const patience = inMilliseconds(step.job.run, plan.timeoutInMinutes * 60);
  const timer =
    plan.timeoutInMinutes === 0
      ? undefined
      : setTimeout(() => {
          cancel.abort();
        }, patience);
  try {
    await plan.run(step, cancel.signal);
  } catch (error) {
    applyError(step, error, cancel.signal);
  } finally {
    clearTimeout(timer);
  }
  settle(step, plan);
  step.write(`##[section]Finishing: ${displayName}`);
}

/** AW/StepsRunner.cs:372-406: assigned, not merged. */
function applyError(step: StepContext, error: unknown, cancel: AbortSignal): void {
  if (!(error instanceof StepCanceled)) {
    step.error(error instanceof Error ? error.message : String(error));
    step.result = "Failed";
  } else if (cancel.aborted && !step.job.cancel.aborted) {
    step.error("The task has timed out.");
    step.result = "Failed";
  } else {
    step.error(error.message);
    step.result = "Canceled";
  }
}

/** AW/StepsRunner.cs:464-475, ExecutionContext.cs:369 */
function settle(step: StepContext, plan: StepPlan): void {
  if (step.commandResult !== undefined) {
    step.result = mergeResults(step.result, step.commandResult);
  }
  if (plan.continueOnError && step.result === "Failed") {
    step.result = "SucceededWithIssues";
  }
  step.result ??= "Succeeded";
}
