import type { AuthenticatingClient } from "../core/client";
import { logText } from "../core/log-text";
import type { Note } from "../core/plan";
import { command, complete, print } from "./agent";
import { applyPlan } from "./apply";
import { failureText } from "./failure-text";
import { readFiles } from "./read-files";
import { readJob } from "./read-job";

/** Reads, plans, applies and reports. A Problem fails the step with its hint; anything else is a defect and shows its stack. */
export async function runTask(client: AuthenticatingClient): Promise<void> {
  try {
    const job = await readJob(client);
    const plan = client.plan(job, readFiles(client, job));
    applyPlan(plan, job);
    print([...plan.notes.map(noteLine), uncheckedLine([client.name])]);
    complete("Succeeded");
  } catch (error) {
    complete("Failed", failureText(error));
  }
}

/** Nothing was asked of a feed: whether it takes the credentials is seen when a client asks. */
export function uncheckedLine(clients: readonly string[]): string {
  return `The credentials are not checked before ${clients.join(", ")} asks for a package`;
}

/** A note as a line of the log, safe to print. */
export function noteLine(note: Note): string {
  const text = logText(note.text);
  return note.level === "warning" ? command("task.logissue", { type: "warning" }, text) : text;
}
