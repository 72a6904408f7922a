import { existsSync, realpathSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { logText } from "../core/log-text";
import { isInside } from "./inside";
import { command, print } from "./agent";
import { journalVariable, laterJournalVariable, parseJournal, type Journal } from "./journal";
import { setForLaterSteps } from "./later-variable";

/**
 * The post-job step: puts variables back and removes the step's folder. It never fails a job, so what cannot be
 * removed is a warning, and a variable that the agent refused to set, as one that is read-only, is not set once more.
 */
export function undoTask(): void {
  for (const variable of [laterJournalVariable, journalVariable]) {
    const journal = parseJournal(process.env[`VSTS_TASKVARIABLE_${variable}`]);
    if (journal === undefined) continue;
    const changed = journal.variables.filter(({ name, previous }) => (process.env[name] ?? "") !== previous);
    print(changed.map(({ name, previous }) => setForLaterSteps(name, previous)));
    removeFolder(journal);
  }
}

function removeFolder(journal: Journal): void {
  try {
    const way = wayTo(journal.folder);
    if (way === "ours") rmSync(journal.folder, { recursive: true, force: true });
    if (way === "link") warn(`${journal.folder} was not removed: a link is on the way to it.`);
  } catch (error) {
    warn(`${journal.folder} could not be removed: ${String(error)}`);
  }
}

function warn(text: string): void {
  print([command("task.logissue", { type: "warning" }, logText(text))]);
}

/** Whether a folder is below `feedpass` in the agent's temp folder, and a link on the way there. */
function wayTo(folder: string): "ours" | "link" | "elsewhere" {
  const temp = process.env["AGENT_TEMPDIRECTORY"] ?? "";
  const home = join(temp, "feedpass");
  if (temp === "" || !isInside(home, folder) || !existsSync(dirname(folder))) return "elsewhere";
  const expected = dirname(folder.replace(home, join(realpathSync(temp), "feedpass")));
  return realpathSync(dirname(folder)) === expected ? "ours" : "link";
}
