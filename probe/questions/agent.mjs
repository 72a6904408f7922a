import { existsSync, readFileSync } from "node:fs";

/** What the agent tells a job; nothing is asked of the service. */
export async function askAgent({ findings }, environment) {
  await findings.ask(11, "System.TotalJobsInPhase of a matrix of two", async () => {
    const total = environment["SYSTEM_TOTALJOBSINPHASE"] ?? "not set";
    const type = environment["SYSTEM_PARALLELEXECUTIONTYPE"] ?? "not set";
    return `${total}, System.ParallelExecutionType ${type}`;
  });
  await findings.ask(10, "The Node handler that ran this step's own task", async () => {
    const command = readParent(process.ppid);
    const [, handler] = /externals[\\/](node[^\\/]*)[\\/]/.exec(command) ?? [];
    return handler ?? { open: "the step's parent is not one of the agent's own Nodes, or this is not Linux" };
  });
}

/** The command of the process that started a process's parent: the shell of this step was started by its task. */
function readParent(shell) {
  const status = `/proc/${shell}/status`;
  if (!existsSync(status)) return "";
  const [, parent = ""] = /^PPid:\s*(\d+)$/m.exec(readFileSync(status, "utf8")) ?? [];
  try {
    return readFileSync(`/proc/${parent}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
