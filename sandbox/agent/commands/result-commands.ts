import { parseTaskResult } from "../results";
import { readFlag, readProperty } from "./command-effect";
import type { CommandEffect } from "./command-effect";
import { recordCommand } from "./recorded-commands";

/** AW/TaskCommandExtension.cs:503-535: a result that is no member of the enumeration is an invalid command. */
export const complete: CommandEffect = {
  allowedWhenRestricted: true,
  apply: (step, command) => {
    const result = parseTaskResult(readProperty(command, "result"));
    if (result === undefined) {
      throw new Error("Command doesn't have a valid result value.");
    }
    step.complete(result, readFlag(command, "done"));
    recordCommand(step, command);
  },
};

/** AW/TaskCommandExtension.cs:538-564, ExecutionContext.cs:425-436: 0 to 100, never down. */
export const setProgress: CommandEffect = {
  allowedWhenRestricted: true,
  apply: (step, command) => {
    const text = readProperty(command, "value").trim();
    if (!/^[+-]?\d+$/.test(text)) {
      throw new Error("Command doesn't have a valid progress value.");
    }
    step.progress = Math.max(step.progress, Math.min(100, Math.max(0, Number(text))));
  },
};
