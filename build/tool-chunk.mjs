import { build } from "esbuild";

/** The agent's tool cache: hardly any run needs it, so it is a file of its own, which is loaded by whoever does. */
const library = "azure-pipelines-tool-lib/tool.js";
const file = "./tools.js";

/** An esbuild plugin: leaves the library out of a bundle, which finds it in the file beside itself. */
export const toolLibBeside = {
  name: "tool-lib-beside",
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^${library.replaceAll(".", "\\.")}$`) }, () => ({
      path: file,
      external: true,
    }));
  },
};

/** Whether a bundle asks for the file. */
export function needsToolLib({ outputs }) {
  return Object.values(outputs).some(({ imports }) => imports.some(({ path }) => path === file));
}

/**
 * Makes that file. What the library calls of task-lib for the tool cache is in one file of ours, which also stands for
 * the HTTP client of its downloads, that is never called: docs/dependencies.md has the sizes.
 */
export function bundleToolLib(outdir, options) {
  const stand = "./shared/shell/tools/tool-lib-needs.ts";
  const replaced = ["azure-pipelines-task-lib/task", "typed-rest-client/HttpClient", "uuid/v4"];
  return build({
    ...options,
    entryPoints: { tools: library },
    outdir,
    alias: Object.fromEntries(replaced.map((name) => [name, stand])),
  });
}
