import { join } from "node:path";
import { readVariable } from "../agent";
import { findIn } from "./programs";

/** What is used of the library. It gives no folder where there is none, which its own types do not say. */
interface ToolLib {
  readonly findLocalTool: (tool: string, versions: string) => string | undefined;
  readonly cacheDir: (folder: string, tool: string, version: string) => Promise<string>;
  readonly prependPath: (folder: string) => void;
}

/** Loaded where the cache is asked for, out of a file of its own: with what it needs it is a seventh of the task. */
function toolLib(): Promise<ToolLib> {
  return import("azure-pipelines-tool-lib/tool.js");
}

/** Whether the agent has a tool cache. */
export function hasToolCache(): boolean {
  return readVariable("Agent.ToolsDirectory") !== undefined;
}

/** Looks for a program in the agent's tool cache, in the newest version of its tool that is there. */
export async function findCached(
  program: string,
  tool: string,
  windows: boolean,
): Promise<string | undefined> {
  if (!hasToolCache()) return undefined;
  const folder = (await toolLib()).findLocalTool(tool, "*");
  return folder === undefined ? undefined : findIn([folder, join(folder, "bin")], program, windows);
}

/**
 * Puts one version of a tool before all others on PATH, for this step and the later ones, and gives its folder. Where
 * the cache does not have it, a copy of what \`make\` gives becomes it. Rejects with what \`make\` throws.
 */
export async function offerTool(tool: string, version: string, make: () => Promise<string>): Promise<string> {
  const { cacheDir, findLocalTool, prependPath } = await toolLib();
  const folder = findLocalTool(tool, version) ?? (await cacheDir(await make(), tool, version));
  prependPath(folder);
  return folder;
}
