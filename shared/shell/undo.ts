import { existsSync, realpathSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { isInside } from "./inside";
import { command, print } from "./agent";
import { journalVariable, parseJournal, type Journal } from "./journal";

/**
 * The post-job step: puts variables back and removes the step's folder. It never fails a job, so what cannot be
 * removed is a warning.
 */
export function undoTask(): void {
  const journal = parseJournal(process.env[`VSTS_TASKVARIABLE_${journalVariable}`]);
  if (journal === undefined) return;
  print(
    journal.variables.map(({ name, previous }) => command("task.setvariable", { variable: name }, previous)),
  );
  removeFolder(journal);
}

function removeFolder(journal: Journal): void {
  try {
    if (isOurs(journal.folder)) rmSync(journal.folder, { recursive: true, force: true });
  } catch (error) {
    const text = `${journal.folder} could not be removed: ${String(error)}`;
    print([command("task.logissue", { type: "warning" }, text)]);
  }
}

/** Whether a folder is below `feedpass` in the agent's temp folder, with no link on the way there. */
function isOurs(folder: string): boolean {
  const temp = process.env["AGENT_TEMPDIRECTORY"] ?? "";
  const home = join(temp, "feedpass");
  if (temp === "" || !isInside(home, folder) || !existsSync(dirname(folder))) return false;
  return (
    realpathSync(dirname(folder)) === dirname(folder.replace(home, join(realpathSync(temp), "feedpass")))
  );
}
