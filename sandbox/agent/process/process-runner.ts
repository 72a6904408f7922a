import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { OutputDrain } from "./output-drain";

/** Milliseconds that a signalled process gets. AW/Handlers: PROCESS_SIGINT_TIMEOUT, PROCESS_SIGTERM_TIMEOUT */
export interface CancelPatience {
  readonly interrupt: number;
  readonly terminate: number;
  /** USE_GRACEFUL_PROCESS_SHUTDOWN: nothing after SIGINT. */
  readonly graceful: boolean;
}

export interface ProcessRequest {
  readonly program: string;
  readonly parameters: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly patience: CancelPatience;
  /** Milliseconds for the pipes to close after the exit. */
  readonly pipePatience: number;
  readonly cancel: AbortSignal;
  readonly onStart: (pid: number) => void;
  readonly onLine: (line: string, stream: "stdout" | "stderr") => void;
}

export interface ProcessOutcome {
  /** 128 + number of the signal when one ended the process, as .NET reports it. */
  readonly exitCode: number;
}

/**
 * Runs a process as the agent does: stdin closed at once, both outputs read by line. Cancelling sends SIGINT,
 * then SIGTERM, then SIGKILL to that pid only (AS/ProcessInvoker.cs:469-500). Rejects when it cannot start.
 */
export async function runProcess(request: ProcessRequest): Promise<ProcessOutcome> {
  const child = spawn(request.program, [...request.parameters], {
    cwd: request.workingDirectory,
    env: request.environment,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const exited = waitForExit(child);
  const drain = new OutputDrain(request.onLine);
  const closed = Promise.all([drain.attach(child.stdout, "stdout"), drain.attach(child.stderr, "stderr")]);
  child.stdin.on("error", () => undefined);
  child.stdin.end();
  if (child.pid !== undefined) {
    request.onStart(child.pid);
    // AS/ProcessInvoker.cs:302-306: let the kernel kill the task rather than the agent.
    const score = request.environment["PIPELINE_JOB_OOMSCOREADJ"] ?? "500";
    await writeFile(`/proc/${child.pid}/oom_score_adj`, score).catch(() => undefined);
  }
  const stopCancelling = armCancellation(child, request);
  const exitCode = await exited.finally(stopCancelling);
  await Promise.race([closed, delay(request.pipePatience, undefined, { ref: false })]);
  child.stdout.destroy();
  child.stderr.destroy();
  await closed;
  drain.flush();
  return { exitCode };
}

function waitForExit(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

function armCancellation(child: ChildProcess, request: ProcessRequest): () => void {
  const finished = new AbortController();
  const onCancel = (): void => {
    escalate(child, request.patience, finished.signal).catch(() => undefined);
  };
  if (request.cancel.aborted) {
    onCancel();
  } else {
    request.cancel.addEventListener("abort", onCancel, { once: true });
  }
  return () => {
    finished.abort();
    request.cancel.removeEventListener("abort", onCancel);
  };
}

async function escalate(child: ChildProcess, patience: CancelPatience, finished: AbortSignal): Promise<void> {
  child.kill("SIGINT");
  if (patience.graceful) {
    return;
  }
  await delay(patience.interrupt, undefined, { signal: finished });
  child.kill("SIGTERM");
  await delay(patience.terminate, undefined, { signal: finished });
  child.kill("SIGKILL");
}
