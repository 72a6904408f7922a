import { isTrue, readKnob } from "../job/knobs";
import { maySetVariable } from "../steps/restrictions";
import type { StepContext } from "../steps/step-context";
import type { Variables } from "../variables/variables";
import { readFlag, readProperty } from "./command-effect";
import type { CommandEffect } from "./command-effect";
import type { LoggingCommand } from "./command-grammar";

function readName(command: LoggingCommand): string {
  const name = readProperty(command, "variable");
  if (name === "") {
    throw new Error("Required field 'variable' is missing in the command.");
  }
  return name;
}

/** AW/TaskCommandExtension.cs:629-641: an exception with agent.readOnlyVariables, else a warning. */
function checkReadOnly(step: StepContext, target: Variables, name: string): void {
  if (!target.isReadOnly(name)) {
    return;
  }
  if (isTrue(step.job.variables.get("agent.readOnlyVariables"))) {
    throw new Error(`Overwriting readonly variable '${name}' is not permitted.`);
  }
  step.warning(`Overwriting readonly variable '${name}'. This behavior will be disabled in the future.`);
}

/** AW/TaskCommandExtension.cs:643-651: a line break is what the system takes for one, on Linux LF alone. */
function checkSecretLines(step: StepContext, command: LoggingCommand): void {
  const allowed = isTrue(readKnob(step.job, "SYSTEM_UNSAFEALLOWMULTILINESECRET"));
  if (readFlag(command, "issecret") && command.data.includes("\n") && !allowed) {
    throw new Error("Secrets cannot contain multiple lines.");
  }
}

function readFlags(command: LoggingCommand): { secret: boolean; readOnly: boolean; preserveCase: boolean } {
  return {
    secret: readFlag(command, "issecret"),
    readOnly: readFlag(command, "isreadonly"),
    preserveCase: readFlag(command, "preservecase"),
  };
}

/** AW/TaskCommandExtension.cs:582-664 */
export const setVariable: CommandEffect = {
  allowedWhenRestricted: true,
  apply: (step, command) => {
    const { variables, masker } = step.job;
    const { restrictions, outputNames, referenceName } = step.identity;
    const name = readName(command);
    const flags = readFlags(command);
    checkReadOnly(step, variables, name);
    checkSecretLines(step, command);
    if (!maySetVariable(restrictions, name)) {
      // A refused secret is masked all the same. AW/TaskCommandExtension.cs:643-662
      if (flags.secret) {
        masker.addValue(command.data);
      }
      step.warning(`Setting variable '${name}' is not allowed by the restrictions of this step.`);
      return;
    }
    // AW/ExecutionContext.cs:395-415, TaskRunner.cs:402-411: an output variable only has its qualified name, and is
    // read-only where the command calls it one.
    const isOutput = readFlag(command, "isoutput");
    if (isOutput || outputNames.has(name.toLowerCase())) {
      const readOnly = isOutput || flags.readOnly;
      variables.set(`${referenceName}.${name}`, command.data, { ...flags, readOnly });
    } else {
      variables.set(name, command.data, flags);
    }
  },
};

/** AW/TaskCommandExtension.cs:683-749 */
export const setTaskVariable: CommandEffect = {
  allowedWhenRestricted: true,
  apply: (step, command) => {
    const { taskVariables } = step.identity;
    const name = readName(command);
    checkReadOnly(step, taskVariables, name);
    checkSecretLines(step, command);
    taskVariables.set(name, command.data, readFlags(command));
  },
};

/** AW/TaskCommandExtension.cs:567-579 */
export const setSecret: CommandEffect = {
  allowedWhenRestricted: true,
  apply: (step, command) => {
    step.job.masker.addValue(command.data);
  },
};

/** AW/TaskCommandExtension.cs:845-867 */
export const prependPath: CommandEffect = {
  allowedWhenRestricted: true,
  apply: (step, command) => {
    if (command.data === "") {
      throw new Error("Required data for task.prependpath is missing.");
    }
    if (!maySetVariable(step.identity.restrictions, "PATH")) {
      step.warning("Prepending to PATH is not allowed by the restrictions of this step.");
      return;
    }
    const { prependedPaths } = step.job;
    const previous = prependedPaths.indexOf(command.data);
    if (previous >= 0) {
      prependedPaths.splice(previous, 1);
    }
    prependedPaths.push(command.data);
  },
};
