import { setUp } from "./set-up.mjs";
import { runMain, runStep, runTool } from "./steps.mjs";

const e2e = "out/tests/e2e/**/*.test.js";
const versions = "out/tests/versions/**/*.test.js";
const suites = {
  all: ["out/tests/**/*.test.js", "--ignore", versions],
  unit: ["out/tests/**/*.test.js", "--ignore", e2e, "--ignore", versions],
  e2e: [e2e],
  windows: ["out/tests/windows/**/*.windows.js"],
  versions: ["--timeout", "900000", versions],
  long: ["out/tests/hardening/properties/**/*.test.js"],
};

/** Cases of each property in `npm run test:long`; tests/hardening/properties/property.ts has the number for `npm test`. */
const manyCases = "100000";

/** `npm test`: everything before the tests must be well, then one mocha run says the last line. */
await runMain(async () => {
  const suite = process.argv[2];
  if (suite === "long") process.env.FEEDPASS_PROPERTY_CASES ??= manyCases;
  try {
    await prepare(suite);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.stdout.write("0 passed, 1 failed\n");
    return 1;
  }
  return runTool("mocha/bin/mocha.js", [...suites[suite], ...process.argv.slice(3)]);
});

async function prepare(suite) {
  await setUp();
  if (suite === "versions") {
    const { obtainVersions } = await import("./versions.mjs");
    await obtainVersions();
  }
  // Only now are there npm packages to import.
  const { buildAll } = await import("./build.mjs");
  if (suite === "all") {
    const { lint } = await import("./lint.mjs");
    await runStep("lint", lint);
  }
  await buildAll();
  if (suite === "windows") {
    const { findWindowsClients } = await import("./windows-clients.mjs");
    await runStep("windows", findWindowsClients);
  }
}
