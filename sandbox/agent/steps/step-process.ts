import { setTimeout as delay } from "node:timers/promises";
import { processLine } from "../commands/command-dispatcher";
import { isTrue, readDuration, readKnob } from "../job/knobs";
import { inMilliseconds } from "../job/run-clock";
import { buildChildEnvironment } from "../process/child-environment";
import { runProcess } from "../process/process-runner";
import type { CancelPatience, ProcessOutcome } from "../process/process-runner";
import type { StepContext } from "./step-context";
import { StepCanceled } from "./step-plan";

export interface StepProcess {
  readonly program: string;
  readonly parameters: readonly string[];
  readonly workingDirectory: string;
  readonly environment: ReadonlyMap<string, string>;
  readonly cancel: AbortSignal;
  /** Sees each line of stderr before it is scanned for commands. */
  readonly onErrorLine?: (line: string) => void;
}

/** NodeHandler.cs:604-610: seconds that `done=true` leaves a task before the step counts as complete. */
const donePatience = 5;

/** AS/ProcessInvoker.cs:522-541: seconds that a grandchild may keep the pipes open after the exit. */
const pipePatience = 5;

/**
 * Runs a process of a step: both outputs are scanned for commands (NodeHandler.cs:226-227). Returns its exit code,
 * or 0 when task.complete with `done=true` came first. Throws StepCanceled when `cancel` ended it.
 */
export async function runStepProcess(step: StepContext, wanted: StepProcess): Promise<number> {
  const running = runProcess({
    ...wanted,
    environment: buildChildEnvironment(
      step.identity.target.container?.environment ?? step.job.environment,
      wanted.environment,
      step.job.run.windows,
    ),
    patience: readPatience(step),
    pipePatience: inMilliseconds(step.job.run, pipePatience),
    onLine: (line, stream) => {
      if (step.isClosed) {
        return;
      }
      step.raw.push(line);
      if (stream === "stderr") {
        wanted.onErrorLine?.(line);
      }
      processLine(step, line);
    },
    onStart: (pid) => {
      step.pid = pid;
    },
  });
  const exitCode = await raceDone(step, running);
  if (wanted.cancel.aborted) {
    throw new StepCanceled();
  }
  return exitCode;
}

async function raceDone(step: StepContext, running: Promise<ProcessOutcome>): Promise<number> {
  const patience = inMilliseconds(step.job.run, donePatience);
  const completed = step.done.then(() => delay(patience, undefined, { ref: false }));
  const outcome = await Promise.race([running, completed]);
  if (outcome !== undefined) {
    return outcome.exitCode;
  }
  // The process lives on, unheard; what it does wrong now concerns nobody.
  running.catch(() => undefined);
  return 0;
}

/** AgentKnobs.cs:327-346: the knobs may be job variables. */
function readPatience(step: StepContext): CancelPatience {
  return {
    interrupt: readDuration(step.job, "PROCESS_SIGINT_TIMEOUT", 7500),
    terminate: readDuration(step.job, "PROCESS_SIGTERM_TIMEOUT", 2500),
    graceful: isTrue(readKnob(step.job, "USE_GRACEFUL_PROCESS_SHUTDOWN")),
  };
}
