import { command, readVariable } from "./agent";

/** The command that sets a variable for later steps, with a value that is right in whatever container they run. */
export function setForLaterSteps(name: string, value: string): string {
  return command("task.setvariable", { variable: name }, forEveryTarget(value));
}

/** The agent's folders that containers have too, the inner one first. */
const folders = ["Agent.TempDirectory", "Agent.WorkFolder"];

/**
 * In a job whose steps may run in containers, the paths of the agent's folders as its own variables: before each step the
 * agent writes those as the step's target has them (agent, Variables.cs:481-633). Of a path itself it only translates one
 * that a value begins with, and never from a container back to the host (agent, ContainerInfo.cs:211-234).
 */
function forEveryTarget(value: string): string {
  if (readVariable("Agent.ContainerId") === undefined) return value;
  return folders.reduce((text, name) => withoutPath(text, name, readVariable(name) ?? ""), value);
}

/** A path stands at the beginning, or behind what separates it from an option's name or from another path. */
function withoutPath(text: string, name: string, folder: string): string {
  const escaped = folder.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const whole = new RegExp(`(^|[\\s=:;,"'])${escaped}(?=[/\\\\:;,"'\\s]|$)`, "g");
  return folder === "" ? text : text.replace(whole, `$1$$(${name})`);
}
