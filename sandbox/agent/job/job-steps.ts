import { onHost } from "../containers/step-target";
import type { StepTarget } from "../containers/step-target";
import { alwaysCondition, defaultCondition } from "../pipeline/condition-reader";
import type { StepIdentity } from "../steps/step-context";
import type { StepPlan } from "../steps/step-plan";
import type { JobDefinition, TargetDefinition } from "../pipeline/pipeline-definition";
import type { Stage, TaskDefinition } from "../task/task-definition";
import { unpackTask } from "../task/task-store";
import { Variables } from "../variables/variables";
import type { JobContext } from "./job-context";
import type { PreparedPlainStep, PreparedStep } from "./prepared-pipeline";
import { ReferenceNames, displayNameOf } from "./step-names";
import { planPlainRun, planTaskRun } from "./step-runs";

const prefixes: Readonly<Record<Stage, string>> = { pre: "Pre-job: ", main: "", post: "Post-job: " };

type Stages = Record<Stage, StepPlan[]>;

/**
 * All stages of a job in the order in which they run: every pre-job stage in the order of the tasks, the main ones,
 * then the post-job stages in reverse order. Unpacks the tasks. AW/JobExtension.cs:333, 390-421, 484-489, 547-550
 */
export async function planSteps(
  job: JobContext,
  prepared: readonly PreparedStep[],
  container: JobDefinition["container"],
): Promise<StepPlan[]> {
  const stages: Stages = { pre: [], main: [], post: [] };
  const names = new ReferenceNames();
  for (const step of withCheckout(prepared)) {
    const place = {
      referenceName: names.nameOf(step),
      target: targetOf(job, step.definition.target, container),
    };
    await planStages(job, step, place, stages);
  }
  return [...stages.pre, ...stages.main, ...stages.post];
}

/** A job that says nothing of `checkout` brings its own repository first. */
function withCheckout(steps: readonly PreparedStep[]): readonly PreparedStep[] {
  if (steps.some((step) => step.definition.kind === "checkout")) {
    return steps;
  }
  const checkout: PreparedPlainStep = {
    kind: "plain",
    definition: {
      ...{ kind: "checkout", repository: "self", name: undefined, displayName: undefined },
      ...{ condition: defaultCondition(), continueOnError: false, enabled: true, timeoutInMinutes: 0 },
      ...{ retryCountOnTaskFailure: 0, env: new Map() },
      target: { container: undefined, restricted: false, allowed: undefined },
    },
  };
  return [checkout, ...steps];
}

/** AW/ExecutionContext.cs:1098-1125: the step's own target, else the job's. */
function targetOf(job: JobContext, own: TargetDefinition, ofJob: JobDefinition["container"]): StepTarget {
  const name = own.container ?? ofJob;
  const container = job.containers.find((each) => each.name === name);
  return container === undefined ? onHost : { container, isOwn: own.container !== undefined };
}

async function planStages(
  job: JobContext,
  step: PreparedStep,
  place: Pick<StepIdentity, "referenceName" | "target">,
  stages: Stages,
): Promise<void> {
  const { definition } = step;
  const common = {
    continueOnError: definition.continueOnError,
    timeoutInMinutes: definition.timeoutInMinutes,
  };
  const task = step.kind === "task" ? step.packaged.definition : undefined;
  const identify = makeIdentities(job, step, place, task);
  if (step.kind === "plain") {
    const run = planPlainRun(step.definition);
    if (run !== undefined) {
      stages.main.push({ ...common, condition: definition.condition, identity: identify("main"), run });
    }
    return;
  }
  const folder = await unpackTask(step.packaged, job.folders.work);
  for (const stage of ["pre", "main", "post"] as const) {
    if (step.packaged.definition.handlers[stage] === undefined) {
      continue;
    }
    // AW/JobExtension.cs:184-202, 391-421: post-job always runs.
    const condition = stage === "post" ? alwaysCondition() : definition.condition;
    const run = planTaskRun(
      { definition: step.definition, inputs: step.inputs, task: step.packaged.definition, folder },
      stage,
    );
    const plan: StepPlan = { ...common, condition, identity: identify(stage), run };
    if (stage === "post") {
      stages.post.unshift(plan);
    } else {
      stages[stage].push(plan);
    }
  }
}

/** The identities of a step's stages; they share one set of task variables. AW/JobExtension.cs:387-388, 371-385 */
function makeIdentities(
  job: JobContext,
  step: PreparedStep,
  place: Pick<StepIdentity, "referenceName" | "target">,
  task: TaskDefinition | undefined,
): (stage: Stage) => StepIdentity {
  const displayName = displayNameOf(job, step);
  const shared = {
    ...place,
    outputNames: new Set(task?.outputVariables.map((name) => name.toLowerCase())),
    restrictions: [...(task === undefined ? [] : [task.restrictions]), step.definition.target],
    taskVariables: new Variables(job.masker),
  };
  return (stage) => ({ ...shared, stage, displayName: prefixes[stage] + displayName });
}
