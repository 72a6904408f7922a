import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { isMain, root, runMain, runStep, runTool, StepError } from "./steps.mjs";

const flags = ["-p", ".", "--incremental", "--tsBuildInfoFile", "out/tsc.tsbuildinfo"];

/** Compiles all TypeScript to `out/` and removes what no source stands for any more, so that no deleted test runs. */
export async function compile() {
  if ((await runTool("typescript/bin/tsc", flags)) !== 0) throw new StepError("tsc found the errors above");
  for (const folder of ["build", "tasks", "shared", "sandbox", "tests"]) removeStale(folder);
}

function removeStale(folder) {
  const emitted = resolve(root, "out", folder);
  if (!existsSync(emitted)) return;
  for (const entry of readdirSync(emitted, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) removeStale(path);
    const source = /^(.*)\.js(?:\.map)?$/.exec(path)?.[1];
    if (source !== undefined && !existsSync(join(root, `${source}.ts`))) {
      rmSync(resolve(root, "out", path));
    }
  }
}

if (isMain(import.meta.url)) await runMain(() => runStep("compile", compile));
