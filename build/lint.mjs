import { checkAssembled } from "./assemble.mjs";
import { compile } from "./compile.mjs";
import { isMain, runMain, runStep, runTool, StepError } from "./steps.mjs";

/** Fails on what eslint or prettier find, and on files that are not what their manifests say. Types are checked where the code is compiled. */
export async function lint() {
  await checkAssembled();
  if ((await runTool("eslint/bin/eslint.js", ["."])) !== 0) {
    throw new StepError("eslint found the problems above");
  }
  if ((await runTool("prettier/bin/prettier.cjs", ["--check", "--log-level", "warn", "."])) !== 0) {
    throw new StepError("prettier would format the files above otherwise; npx prettier --write FILE does it");
  }
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    await runStep("lint", lint);
    await runStep("compile", compile);
  });
}
