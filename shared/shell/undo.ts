import { TaskCommand } from "azure-pipelines-task-lib/taskcommand";
import { rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { journalVariable, parseJournal, type Journal } from "./journal";

/**
 * The post-job step: puts variables back and removes the step's folder. It never fails a job, so what cannot be
 * removed is a warning. Of task-lib it takes only the command writer: the vault has nothing for it.
 */
export function undoTask(): void {
  const journal = parseJournal(process.env[`VSTS_TASKVARIABLE_${journalVariable}`]);
  if (journal === undefined) return;
  for (const { name, previous } of journal.variables) {
    print(new TaskCommand("task.setvariable", { variable: name }, previous));
  }
  removeFolder(journal);
}

function removeFolder(journal: Journal): void {
  const home = join(process.env["AGENT_TEMPDIRECTORY"] ?? "", "feedpass");
  const inside = relative(home, journal.folder);
  if (inside === "" || inside === ".." || inside.startsWith(`..${sep}`)) return;
  try {
    rmSync(journal.folder, { recursive: true, force: true });
  } catch (error) {
    print(
      new TaskCommand(
        "task.issue",
        { type: "warning" },
        `${journal.folder} could not be removed: ${String(error)}`,
      ),
    );
  }
}

function print(command: TaskCommand): void {
  process.stdout.write(`${command.toString()}\n`);
}
