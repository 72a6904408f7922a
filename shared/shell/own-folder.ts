import { lstatSync } from "node:fs";
import { logText } from "../core/log-text";
import { Problem } from "../core/problem";

/** What the operating system says where something on the machine has to be put right, and what that is (errno(3)). */
const machineCauses: Readonly<Record<string, string>> = {
  EACCES: "Give the agent's user the right to write there.",
  EPERM: "Give the agent's user the right to write there.",
  EROFS: "Mount it writable, or give the agent another work folder.",
  ENOSPC: "Free some space on the agent's disk.",
  EDQUOT: "Free some space, or raise the quota of the agent's user.",
  EFBIG: "Raise the limit for the size of files of the agent's user (ulimit -f).",
  ENOTDIR: "Remove the file that is where a folder should be.",
  ELOOP: "Remove the links that lead to each other.",
  ENAMETOOLONG: "Give the agent a work folder with a shorter path.",
  EMFILE: "Raise the limit for open files of the agent's user (ulimit -n).",
};

/** Node says so of a folder that it cannot make where all is mounted read-only (fs.mkdirSync with `recursive`, tried). */
const noFolder =
  "Check that the agent's temp folder is there, and that it is not on a disk that is mounted read-only.";

/** What the user is to do about an error of the operating system; undefined where it is none of the machine's. */
export function machineFix(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  if (error.code === "ENOENT" && "syscall" in error && error.syscall === "mkdir") return noFolder;
  return machineCauses[String(error.code)];
}

/** An error of the operating system as the Problem that it is for the user, with what was to be written; else itself. */
export function asMachineProblem(error: unknown, path?: string): unknown {
  const fix = machineFix(error);
  if (fix === undefined || !(error instanceof Error)) return error;
  const what = path === undefined ? "A file of the step" : logText(path);
  return new Problem(
    "temp-unwritable",
    `${what} cannot be written (${logText(error.message)}).`,
    `${fix} Nothing was set for later steps.`,
  );
}

/**
 * Throws a Problem where the folder of all steps in the agent's temp folder is a link, which would be written and removed
 * through, or a file.
 */
export function checkStepsFolder(folder: string): void {
  let found;
  try {
    found = lstatSync(folder, { throwIfNoEntry: false });
  } catch (error) {
    throw asMachineProblem(error, folder);
  }
  if (found === undefined || found.isDirectory()) return;
  throw new Problem(
    "temp-taken",
    `${logText(folder)} is ${found.isSymbolicLink() ? "a link" : "a file"}, and was to be the folder of Feedpass in the agent's temp folder.`,
    "Remove it, and find out which step made it: the agent empties its temp folder before each job.",
  );
}
