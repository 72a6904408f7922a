import { rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
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
  const home = join(process.env["AGENT_TEMPDIRECTORY"] ?? "", "feedpass");
  const inside = relative(home, journal.folder);
  if (inside === "" || inside === ".." || inside.startsWith(`..${sep}`)) return;
  try {
    rmSync(journal.folder, { recursive: true, force: true });
  } catch (error) {
    const text = `${journal.folder} could not be removed: ${String(error)}`;
    print([command("task.logissue", { type: "warning" }, text)]);
  }
}
