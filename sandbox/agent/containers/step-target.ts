import type { Variables } from "../variables/variables";
import type { JobContainer } from "./job-containers";
import { toContainerPath, toHostPath } from "./path-mappings";

/** Where a step runs. AW/ExecutionContext.cs:1098-1125 */
export interface StepTarget {
  /** Undefined is the host. */
  readonly container: JobContainer | undefined;
  /** Whether the step itself names the container; else it is the job's. */
  readonly isOwn: boolean;
}

export const onHost: StepTarget = { container: undefined, isOwn: false };

/**
 * How a step reads the values of variables: those that begin with a mapped folder are the container's paths. For a
 * checkout only where the step itself names the container. AW/ExecutionContext.cs:1087-1096, AW/Variables.cs:61-79
 */
export function translatorFor(
  variables: Variables,
  { container, isOwn }: StepTarget,
): (value: string) => string {
  if (container === undefined) {
    return (value) => value;
  }
  const isCheckout = (): boolean =>
    variables.getUntranslated("task.skipTranslatorForCheckout")?.toLowerCase() === "true";
  return (value) => (isCheckout() && !isOwn ? value : toContainerPath(container.mappings, value));
}

/** A path of the agent's own, as the step's processes have it. AW/Handlers/StepHost.cs, ResolvePathForStepHost */
export function pathForTarget({ container }: StepTarget, hostPath: string): string {
  return container === undefined ? hostPath : toContainerPath(container.mappings, hostPath);
}

/** A path that a step names, as the agent finds it. AW/ExecutionContext.cs, TranslateToHostPath */
export function pathOnHost({ container }: StepTarget, named: string): string {
  return container === undefined ? named : toHostPath(container.mappings, named);
}
