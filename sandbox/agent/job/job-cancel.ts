import type { AgentRun } from "../agent-run";
import { inMilliseconds } from "./run-clock";

/** The cancel of a job: by the run's signal, or by the service once the job has run for its time. */
export interface JobCancel {
  readonly signal: AbortSignal;
  readonly disarm: () => void;
}

/** A run that is cancelled already has this job skip by its condition; one that still starts is not cancelled again. */
export function armJobCancel(run: AgentRun, timeoutInMinutes: number, onTimeout: () => void): JobCancel {
  const controller = new AbortController();
  const cancel = (): void => {
    controller.abort();
  };
  const patience = inMilliseconds(run, timeoutInMinutes * 60);
  const expire = (): void => {
    onTimeout();
    cancel();
  };
  const timer = timeoutInMinutes === 0 ? undefined : setTimeout(expire, patience);
  run.signal?.addEventListener("abort", cancel, { once: true });
  return {
    signal: controller.signal,
    disarm: () => {
      clearTimeout(timer);
      run.signal?.removeEventListener("abort", cancel);
    },
  };
}
