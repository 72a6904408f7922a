import { readProperty } from "./command-effect";
import type { CommandEffect } from "./command-effect";
import type { LoggingCommand } from "./command-grammar";

/** AW/TaskCommandExtension.cs:361-500: an issue never changes the result. */
export const logIssue: CommandEffect = {
  allowedWhenRestricted: true,
  apply: (step, command) => {
    const type = readProperty(command, "type").toLowerCase();
    if (type === "") {
      step.warning("Can't create an issue without a type: it must be error or warning.");
      return;
    }
    const message = describe(command, type);
    if (type === "error") {
      step.error(message);
    } else if (type === "warning") {
      step.warning(message);
    } else {
      throw new Error(`issue type ${type} is not an expected issue type.`);
    }
  },
};

function describe(command: LoggingCommand, type: string): string {
  const file = readProperty(command, "sourcepath");
  if (file === "") {
    return command.data;
  }
  const [line, column] = ["linenumber", "columnnumber"].map((name) => readProperty(command, name) || "0");
  return `${file}(${line ?? "0"},${column ?? "0"}): ${type} ${readProperty(command, "code")}: ${command.data}`;
}
