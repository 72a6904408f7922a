import { randomUUID } from "node:crypto";
import type { CheckoutStepDefinition, ScriptStepDefinition } from "../pipeline/pipeline-definition";
import { checkoutSelf } from "../steps/checkout-step";
import { runWithRetries } from "../steps/retry";
import { runScriptStep } from "../steps/script-step";
import type { StepContext } from "../steps/step-context";
import type { StepPlan } from "../steps/step-plan";
import { runTaskStage } from "../steps/task-step";
import type { TaskInstance } from "../steps/task-step";
import type { Stage } from "../task/task-definition";

/** How a script, bash or checkout step runs; undefined for `checkout: none`, which is no step at all. */
export function planPlainRun(
  definition: ScriptStepDefinition | CheckoutStepDefinition,
): StepPlan["run"] | undefined {
  if (definition.kind === "checkout") {
    return definition.repository === "none" ? undefined : runCheckout;
  }
  const { retryCountOnTaskFailure } = definition;
  return (step, cancel) =>
    withTaskVariables(step, { id: randomUUID(), publishTelemetry: "True" }, () =>
      runWithRetries(step, retryCountOnTaskFailure, cancel, () => runScriptStep(step, definition, cancel)),
    );
}

/** AW/TaskRunner.cs:103: while it runs, and until the next step does, paths are not translated. */
function runCheckout(step: StepContext): Promise<void> {
  step.job.variables.set("task.skipTranslatorForCheckout", "True");
  return checkoutSelf(step);
}

/** How one stage of a task runs. */
export function planTaskRun(instance: TaskInstance, stage: Stage): StepPlan["run"] {
  const { retryCountOnTaskFailure } = instance.definition;
  return (step, cancel) =>
    // AW/TaskRunner.cs:652-658: no telemetry of a task of the Marketplace.
    withTaskVariables(step, { id: randomUUID(), publishTelemetry: "False" }, () =>
      runWithRetries(step, retryCountOnTaskFailure, cancel, () =>
        runTaskStage(step, instance, stage, cancel),
      ),
    );
}

/** Variables that exist only while a task runs; the last one stays. AW/TaskRunner.cs:103-112 */
async function withTaskVariables(
  step: StepContext,
  task: { readonly id: string; readonly publishTelemetry: string },
  action: () => Promise<void>,
): Promise<void> {
  const { variables } = step.job;
  const { displayName, referenceName } = step.identity;
  const scoped = new Map([
    ["task.displayname", displayName],
    ["task.publishTelemetry", task.publishTelemetry],
    ["system.taskInstanceId", task.id],
    ["system.taskDisplayName", displayName],
    ["system.taskInstanceName", referenceName],
  ]);
  scoped.forEach((value, name) => {
    variables.set(name, value);
  });
  variables.set("task.skipTranslatorForCheckout", "False");
  try {
    await action();
  } finally {
    for (const name of scoped.keys()) {
      variables.unset(name);
    }
  }
}
