import { bundleTasks } from "./bundle.mjs";
import { compile } from "./compile.mjs";
import { packageExtension } from "./package.mjs";
import { runStep } from "./steps.mjs";

/** Everything that is made from source: bundles, compiled code in `out/`, and the extension's `.vsix`. */
export async function buildAll() {
  await runStep("bundle", bundleTasks);
  await runStep("compile", compile);
  await runStep("package", packageExtension);
}
