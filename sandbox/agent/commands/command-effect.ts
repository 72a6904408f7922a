import type { StepContext } from "../steps/step-context";
import type { LoggingCommand } from "./command-grammar";

/** What one command does. `apply` throws when the command is not usable, which fails the step. */
export interface CommandEffect {
  readonly allowedWhenRestricted: boolean;
  /** What of the command is masked before anything else, even where the command is refused or not usable. */
  readonly secret?: (command: LoggingCommand) => string | undefined;
  readonly apply: (step: StepContext, command: LoggingCommand) => void;
}

/** Effects of an area by event in lower case. */
export type CommandArea = ReadonlyMap<string, CommandEffect>;

/** A property's value, or the empty string. */
export function readProperty(command: LoggingCommand, name: string): string {
  return command.properties.get(name) ?? "";
}

/** .NET Boolean.TryParse: true in any case, white space around it ignored. */
export function readFlag(command: LoggingCommand, name: string): boolean {
  return readProperty(command, name).trim().toLowerCase() === "true";
}
