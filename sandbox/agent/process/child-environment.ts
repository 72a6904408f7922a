import { windowsEnvironment, type WindowsShape } from "./windows-environment";

/** Environment of a child: the agent's own, overlaid by the step's, TF_BUILD last. AS/ProcessInvoker.cs:281-292 */
export function buildChildEnvironment(
  agent: Readonly<Record<string, string>>,
  step: ReadonlyMap<string, string>,
  windows?: WindowsShape,
): Record<string, string> {
  for (const [name, value] of step) {
    // AW/Handlers/Handler.cs:236-237
    if (name.includes("\0") || value.includes("\0")) {
      throw new Error(`Environment variable '${name.replaceAll("\0", "\\0")}' contains a null character.`);
    }
  }
  const environment = { ...agent, ...Object.fromEntries(step), TF_BUILD: "True" };
  return windows === undefined ? environment : windowsEnvironment(environment, windows);
}
