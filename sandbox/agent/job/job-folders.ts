import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";

/** The folders of a job under `_work`. VSA/Constants.cs:274-286 */
export interface JobFolders {
  readonly work: string;
  readonly temp: string;
  readonly tools: string;
  readonly build: string;
  readonly sources: string;
  readonly artifacts: string;
  readonly binaries: string;
  readonly testResults: string;
}

/** Names the folders; AGENT_TOOLSDIRECTORY moves the tools. */
export function nameJobFolders(work: string, environment: Readonly<Record<string, string>>): JobFolders {
  const build = path.join(work, "1");
  return {
    work,
    temp: path.join(work, "_temp"),
    tools: environment["AGENT_TOOLSDIRECTORY"] ?? path.join(work, "_tool"),
    build,
    sources: path.join(build, "s"),
    artifacts: path.join(build, "a"),
    binaries: path.join(build, "b"),
    testResults: path.join(build, "TestResults"),
  };
}

/** Makes the folders of a job, with sources, artifacts and test results empty and the temp folder wiped. */
export async function prepareJobFolders(folders: JobFolders): Promise<void> {
  await wipeTemp(folders);
  for (const folder of [folders.sources, folders.artifacts, folders.testResults]) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  }
  await mkdir(folders.binaries, { recursive: true });
  await mkdir(folders.tools, { recursive: true });
}

/** Deletes the content of `_work/_temp`, at the start and at the end of a job. AW/TempDirectoryManager.cs:30-85 */
export async function wipeTemp(folders: JobFolders): Promise<void> {
  await mkdir(folders.temp, { recursive: true });
  for (const name of await readdir(folders.temp)) {
    await rm(path.join(folders.temp, name), { recursive: true, force: true });
  }
}
