import { randomUUID } from "node:crypto";
import { lstatSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { Job } from "../../core/job";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import { readVariable } from "../agent";
import { isInside } from "../inside";
import { machineFix } from "../own-folder";

/** The folders of a job that a report may be written to: sources, staging and temp (agent.md, "Predefined variables"). */
const allowed: readonly string[] = [
  "System.DefaultWorkingDirectory",
  "Build.SourcesDirectory",
  "Build.ArtifactStagingDirectory",
  "Build.StagingDirectory",
  "Agent.TempDirectory",
];

/** A file to write, and the folder below which no link may lead to it. */
export interface ReportFile {
  readonly path: string;
  readonly root: string;
}

/**
 * Where the input reportPath says that the report goes. Throws a Problem for a place outside of the job's folders, or
 * behind a link.
 */
export function placeReport(reportPath: string, { workingDirectory }: Job): ReportFile {
  const path = resolve(workingDirectory, reportPath);
  const roots = allowed.flatMap((name) => {
    const folder = readVariable(name);
    return folder === undefined ? [] : [{ name, folder: resolve(folder) }];
  });
  const root = roots.find(({ folder }) => isInside(folder, path))?.folder;
  if (root !== undefined) {
    checkWay({ path, root });
    return { path, root };
  }
  const places = roots.map(({ name, folder }) => `${name} (${logText(folder)})`).join(", ");
  throw new Problem(
    "report-outside",
    `Input reportPath: ${logText(path)} is outside of the folders that a report may be written to: ${places}.`,
    "Give a path below one of them, such as $(Build.ArtifactStagingDirectory)/restore.json.",
  );
}

/**
 * Writes a file new: under a name of its own first, which then takes the place of an older file. Neither that file's
 * other names nor what a link leads to is changed. Throws a Problem where there is a link, or it cannot be written.
 */
export function writeReportFile({ path, root }: ReportFile, text: string): void {
  const fresh = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    mkdirSync(root, { recursive: true });
    checkWay({ path, root });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(fresh, text, { flag: "wx" });
    if (realpathSync(fresh) !== join(realpathSync(root), relative(root, fresh))) throw behindLink(path, path);
    renameSync(fresh, path);
  } catch (error) {
    removeQuietly(fresh);
    if (error instanceof Problem) throw error;
    throw new Problem(
      "report-unwritable",
      `${logText(path)} cannot be written (${logText(error instanceof Error ? error.message : String(error))}).`,
      machineFix(error) ?? "Give a path in reportPath that the agent's user may write.",
    );
  }
}

/** Looks at each step of the way from the root to the file, as far as it is there. */
function checkWay({ path, root }: ReportFile): void {
  let place = root;
  for (const name of relative(root, path).split(sep)) {
    place = join(place, name);
    if (isLink(place)) throw behindLink(path, place);
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function behindLink(path: string, link: string): Problem {
  return new Problem(
    "report-link",
    `Input reportPath: ${logText(path)} is not written, since ${logText(link)} is a link.`,
    "Give a path without a link in it, or remove the link: a report never changes what a link leads to.",
  );
}

/** It may not be there, or not be ours to remove. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What kept it from being written is told already.
  }
}
