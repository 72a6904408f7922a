import { spawn } from "node:child_process";

/** The agent kills a task 10 s after it asked it to end (agent, ProcessInvoker.cs: 7.5 s after SIGINT, 2.5 s after SIGTERM). */
const patienceMs = 5000;

/**
 * Has a child end when this process is told to end, ends, or is killed. What it gives is to be called when the child
 * ended by itself: what that left running stays.
 */
export function bindEnd(pid: number | undefined, grouped: boolean): () => void {
  const stopWatching = grouped ? outlive(pid) : () => undefined;
  const stopFollowing = followSignals(pid, grouped);
  return () => {
    stopWatching();
    stopFollowing();
  };
}

/** Hands the agent's SIGINT and SIGTERM on to the child's group, and ends it after a while, or when this process ends. */
function followSignals(pid: number | undefined, grouped: boolean): () => void {
  let timer: NodeJS.Timeout | undefined;
  const kill = (signal: NodeJS.Signals): void => {
    if (pid === undefined) return;
    try {
      process.kill(grouped ? -pid : pid, signal);
    } catch {
      // It ended in between.
    }
  };
  const forward = (signal: NodeJS.Signals): void => {
    kill(signal);
    timer ??= setTimeout(kill, patienceMs, "SIGKILL");
  };
  const onExit = (): void => {
    kill("SIGKILL");
  };
  process.on("SIGINT", forward).on("SIGTERM", forward).on("exit", onExit);
  return () => {
    process.off("SIGINT", forward).off("SIGTERM", forward).off("exit", onExit);
    clearTimeout(timer);
  };
}

/** Waits for a line; where its input ends without one, whoever was to write it is gone. */
const watch = 'read -r line || kill -s KILL -- "-$1"';

/**
 * Has a child's group ended when this process is killed and can do nothing any more (SIGKILL, no memory left): a shell
 * holds the other end of a pipe, which then closes. It is of another group than the child, has nothing of its environment, and
 * costs 4 ms of processor time (measured). What it gives ends it. Windows has no groups, and a machine without `sh` goes
 * without.
 */
function outlive(pid: number | undefined): () => void {
  if (pid === undefined) return () => undefined;
  const watcher = spawn("/bin/sh", ["-c", watch, "sh", String(pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    env: {},
  });
  watcher.on("error", () => undefined);
  watcher.stdin.on("error", () => undefined);
  watcher.unref();
  return () => {
    watcher.stdin.end("\n");
  };
}
