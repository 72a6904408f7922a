import { setTimeout as delay } from "node:timers/promises";
import { inMilliseconds } from "../job/run-clock";
import type { StepContext } from "./step-context";
import { StepCanceled } from "./step-plan";

/** AW/RetryHelper.cs:15-18 */
const maxRetries = 10;

/**
 * Runs an action again, in the same step, while it fails by result or exception, but not after a cancel; waits
 * (n+1)² seconds before the n-th repetition. AW/TaskRunner.cs:458-478, RetryHelper.cs:71-131
 */
export async function runWithRetries(
  step: StepContext,
  retries: number,
  cancel: AbortSignal,
  action: () => Promise<void>,
): Promise<void> {
  const limit = Math.min(retries, maxRetries);
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt > limit;
    try {
      await action();
      if (isLast || step.result !== "Failed") {
        return;
      }
    } catch (error) {
      if (isLast || error instanceof StepCanceled) {
        throw error;
      }
      step.warning(error instanceof Error ? error.message : String(error));
    }
    step.result = undefined;
    const wait = inMilliseconds(step.job.run, (attempt + 1) ** 2);
    step.warning(
      `RetryHelper encountered task failure, will retry (attempt #: ${attempt} out of ${limit}) after ${wait} ms`,
    );
    await delay(wait, undefined, { signal: cancel }).catch(() => {
      throw new StepCanceled();
    });
  }
}
