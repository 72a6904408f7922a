import { decodesPercents } from "../job/knobs";
import { isRestricted } from "../steps/restrictions";
import type { StepContext } from "../steps/step-context";
import type { CommandArea } from "./command-effect";
import { mentionsCommand, parseCommand } from "./command-grammar";
import type { LoggingCommand } from "./command-grammar";
import { recordedAreas } from "./recorded-commands";
import { taskCommands } from "./task-commands";

const areas: ReadonlyMap<string, CommandArea> = new Map([["task", taskCommands], ...recordedAreas]);

/** Handles one line of a process: its command is carried out, any other line is written. AW/WorkerCommandManager.cs:69-149 */
export function processLine(step: StepContext, line: string): void {
  const command = parseCommand(line, decodesPercents(step.job));
  if (command === undefined) {
    if (mentionsCommand(line)) {
      step.warning(`'${line}' contains logging command keyword '##vso', but it's not a legal command.`);
    }
    step.write(line);
    return;
  }
  const area = areas.get(command.area.toLowerCase());
  if (area === undefined) {
    step.warning(`Can't find command extension for ##vso[${command.area}.command].`);
    return;
  }
  try {
    applyCommand(step, area, command);
  } catch (error) {
    step.error(`Unable to process command '${line}' successfully.`);
    step.error(error instanceof Error ? error.message : String(error));
    step.commandResult = "Failed";
    return;
  }
  step.debug(`Processed: ${line}`);
}

function applyCommand(step: StepContext, area: CommandArea, command: LoggingCommand): void {
  const name = `${command.area}.${command.event}`.toLowerCase();
  const effect = area.get(command.event.toLowerCase());
  if (effect === undefined) {
    throw new Error(`##vso[${name}] is not a recognized command for ${command.area} command extension.`);
  }
  step.job.masker.addValue(effect.secret?.(command) ?? "");
  // AW/TaskRestrictionsExtension.cs:21-42
  if (!effect.allowedWhenRestricted && isRestricted(step.identity.restrictions)) {
    step.warning(`The command '##vso[${name}]' is not allowed in restricted mode and was dropped.`);
    return;
  }
  effect.apply(step, command);
}
