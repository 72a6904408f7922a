import type { Condition } from "../pipeline/pipeline-definition";
import type { StepContext, StepIdentity } from "./step-context";

/** One stage of one step, ready to run. */
export interface StepPlan {
  readonly identity: StepIdentity;
  readonly condition: Condition;
  readonly continueOnError: boolean;
  /** 0 means no limit; counts for each stage by itself. AW/TaskRunner.cs:54 */
  readonly timeoutInMinutes: number;
  /** Throws to fail the step, or StepCanceled when `cancel` ended it. */
  readonly run: (step: StepContext, cancel: AbortSignal) => Promise<void>;
}

/** A step's process was ended by a cancel or a timeout, whatever it reported. AS/ProcessInvoker.cs:395 */
export class StepCanceled extends Error {
  constructor() {
    super("The operation was canceled.");
    this.name = "StepCanceled";
  }
}
