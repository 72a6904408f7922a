import type { AgentRun } from "../agent-run";
import { inMilliseconds } from "./run-clock";

/** AL/JobDispatcher.cs:1194-1226: seconds that a cancelled job has for what still runs. */
const cancelPatience = 60;

/** The cancel of a job: by the run's signal, or by the service once the job has run for its time. */
export interface JobCancel {
  readonly signal: AbortSignal;
  /** Aborts a while after the cancel: then the worker is ended, whatever it does. */
  readonly deadline: AbortSignal;
  readonly disarm: () => void;
}

/** A run that is cancelled already has this job skip by its condition; one that still starts is not cancelled again. */
export function armJobCancel(run: AgentRun, timeoutInMinutes: number, onTimeout: () => void): JobCancel {
  const cancelled = new AbortController();
  const deadline = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  const after = (seconds: number, action: () => void): void => {
    // A job that could not even be set up must not hold the process.
    timers.push(setTimeout(action, inMilliseconds(run, seconds)).unref());
  };
  const cancel = (): void => {
    after(cancelPatience, () => {
      deadline.abort();
    });
    cancelled.abort();
  };
  if (timeoutInMinutes > 0) {
    after(timeoutInMinutes * 60, () => {
      onTimeout();
      cancel();
    });
  }
  run.signal?.addEventListener("abort", cancel, { once: true });
  return {
    signal: cancelled.signal,
    deadline: deadline.signal,
    disarm: () => {
      timers.forEach(clearTimeout);
      run.signal?.removeEventListener("abort", cancel);
    },
  };
}
