import * as tl from "azure-pipelines-task-lib/task";
import type { Adapter } from "../core/adapter";
import { logText } from "../core/log-text";
import type { Note } from "../core/plan";
import { Problem } from "../core/problem";
import { applyPlan } from "./apply";
import { readFiles } from "./read-files";
import { readJob } from "./read-job";

/** Reads, plans, applies and reports. A Problem fails the step with its hint; anything else is a defect and shows its stack. */
export function runTask(adapter: Adapter): void {
  try {
    const job = readJob(adapter);
    const plan = adapter.plan(job, readFiles(adapter, job));
    applyPlan(plan, job);
    plan.notes.forEach(printNote);
    tl.setResult(tl.TaskResult.Succeeded, "");
  } catch (error) {
    tl.setResult(tl.TaskResult.Failed, failureText(error));
  }
}

function printNote(note: Note): void {
  if (note.level === "warning") tl.warning(logText(note.text));
  else process.stdout.write(`${logText(note.text)}\n`);
}

function failureText(error: unknown): string {
  if (error instanceof Problem) return `${error.message}\n${error.hint}`;
  if (error instanceof Error)
    return `Feedpass failed in a way it should not: ${error.stack ?? error.message}`;
  return `Feedpass failed in a way it should not: ${String(error)}`;
}
