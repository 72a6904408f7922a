import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { PackagedTask } from "./task-package";

/**
 * Unpacks a task to `_work/_tasks/<name>_<id>/<version>` with its `.completed` marker and returns that folder.
 * AW/TaskManager.cs:164-330. The marker holds the archive's digest, so that a package built anew under the same
 * version is unpacked again (the agent does so only with AlwaysExtractTask).
 */
export async function unpackTask(task: PackagedTask, workFolder: string): Promise<string> {
  const { id, name, version } = task.definition;
  const folder = path.join(workFolder, "_tasks", `${name}_${id}`, version.text);
  const marker = `${folder}.completed`;
  const unpacked = await readFile(marker, "utf8").catch(() => "");
  if (unpacked === task.digest) {
    return folder;
  }
  await rm(marker, { force: true });
  await rm(folder, { recursive: true, force: true });
  for (const [name, file] of task.files) {
    const target = path.join(folder, name);
    if (!target.startsWith(folder + path.sep)) {
      throw new Error(`Task file '${name}' would leave the task's folder.`);
    }
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, file.content, file.mode === 0 ? {} : { mode: file.mode });
  }
  await writeFile(marker, task.digest);
  return folder;
}
