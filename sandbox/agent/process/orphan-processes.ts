import { readdir, readFile } from "node:fs/promises";

/**
 * Kills every process whose environment carries this VSTS_PROCESS_LOOKUP_ID; returns their pids.
 * A process that dropped the variable survives, as on the real agent. AW/JobExtension.cs:653-713
 */
export async function killOrphans(lookupId: string): Promise<number[]> {
  const entry = `VSTS_PROCESS_LOOKUP_ID=${lookupId}`;
  const names = await readdir("/proc").catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const killed: number[] = [];
  for (const pid of pids) {
    if (pid !== process.pid && (await readEnvironment(pid)).includes(entry) && kill(pid)) {
      killed.push(pid);
    }
  }
  return killed;
}

async function readEnvironment(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
  return text.split("\0");
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}
