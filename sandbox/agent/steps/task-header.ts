import type { TaskDefinition } from "../task/task-definition";
import type { StepContext } from "./step-context";

const rule = "=".repeat(78);

/** The block at the top of a task's log; the agent writes it unmasked. AW/TaskRunner.cs:660-673 */
export function writeTaskHeader(step: StepContext, task: TaskDefinition): void {
  const lines = [
    rule,
    `Task         : ${task.friendlyName}`,
    `Description  : ${task.description}`,
    `Version      : ${task.version.text}`,
    `Author       : ${task.author}`,
    `Help         : ${task.help}`,
    rule,
  ];
  for (const line of lines) {
    step.write(line, false);
  }
}
