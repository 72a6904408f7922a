import { execFile } from "node:child_process";
import { cp, lstat, mkdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { JobContext } from "../job/job-context";
import type { StepContext } from "./step-context";

const run = promisify(execFile);

/**
 * Brings the repository around `sources` into `_work/1/s`: in a git work tree the tracked files and those that are
 * neither tracked nor ignored, as they lie on the disk; else the whole folder. `.git` stays behind.
 */
export async function checkoutSelf(step: StepContext): Promise<void> {
  const { job } = step;
  const from = path.resolve(job.run.sources);
  const to = job.folders.sources;
  step.write(`Syncing repository: ${job.variables.get("build.repository.name") ?? ""}`);
  const files = await listGitFiles(job, from);
  if (files === undefined) {
    step.write(`##[command]copy ${from} ${to}`);
    await copyFolder(job, from);
    return;
  }
  step.write(`##[command]git ls-files --cached --others --exclude-standard`);
  for (const file of files) {
    await copyFile(path.join(from, file), path.join(to, file));
  }
  step.write(`${files.length} files`);
}

/** Undefined when the folder is no git work tree, is ignored as a whole, or git is not there. */
async function listGitFiles(job: JobContext, folder: string): Promise<string[] | undefined> {
  const parameters = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const options = { cwd: folder, env: job.environment, maxBuffer: 1 << 28 };
  const listed = await run("git", parameters, options).catch(() => undefined);
  const isOurs = (name: string): boolean => !path.join(folder, name).startsWith(job.folders.work + path.sep);
  const files = listed?.stdout.split("\0").filter((name) => name !== "" && isOurs(name)) ?? [];
  return files.length === 0 ? undefined : files;
}

async function copyFile(from: string, to: string): Promise<void> {
  const found = await lstat(from).catch(() => undefined);
  // A tracked file may be deleted on the disk, and a submodule is listed as a folder.
  if (found === undefined || found.isDirectory()) {
    return;
  }
  await mkdir(path.dirname(to), { recursive: true });
  await cp(from, to, { verbatimSymlinks: true });
}

async function copyFolder(job: JobContext, from: string): Promise<void> {
  const work = path.resolve(job.folders.work);
  await cp(from, job.folders.sources, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => path.basename(source) !== ".git" && path.resolve(source) !== work,
  });
}
