import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { setUp } from "./set-up.mjs";
import { root, runMain, runStep } from "./steps.mjs";

const e2e = "out/tests/e2e/**/*.test.js";
const versions = "out/tests/versions/**/*.test.js";
const unit = ["out/tests/**/*.test.js", "--ignore", e2e, "--ignore", versions];
/** The runs of mocha that each suite has. End-to-end tests wait for clients, and leave a processor to all others. */
const suites = {
  all: [[e2e], unit],
  unit: [unit],
  e2e: [[e2e]],
  windows: [["out/tests/windows/**/*.windows.js"]],
  versions: [["--timeout", "900000", versions]],
  long: [["out/tests/hardening/properties/**/*.test.js"]],
};

/** Cases of each property in `npm run test:long`; tests/hardening/properties/property.ts has the number for `npm test`. */
const manyCases = "100000";

/** `npm test`: everything before the tests must be well; the last line has the counts of all runs of mocha. */
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
  const runs = suites[suite].map((words, index) =>
    runMocha([...words, ...process.argv.slice(3)], index === 0),
  );
  const outcomes = await Promise.all(runs);
  for (const { output } of outcomes.slice(1)) process.stdout.write(output);
  if (runs.length > 1) process.stdout.write(`\n${sumOf(outcomes)}\n`);
  return outcomes.every(({ code }) => code === 0) ? 0 : 1;
});

/** Runs mocha to its end: `{ code, output }`. Its output is shown as it comes where it is `live`. */
function runMocha(words, live) {
  return new Promise((done) => {
    const args = [resolve(root, "node_modules/mocha/bin/mocha.js"), ...words];
    const colours = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
    const env = { ...process.env, ...colours };
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
      if (live) process.stdout.write(text);
    });
    child.on("error", ({ message }) => done({ code: 127, output: output + message }));
    child.on("close", (code) => done({ code: code ?? 1, output }));
  });
}

/** The counts of all runs, of which each says its own last; one that does not say any has failed. */
function sumOf(outcomes) {
  const counts = outcomes.map(
    ({ output }) => /(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$/.exec(output) ?? ["", 0, 1, 0],
  );
  const [passed, failed, skipped] = [1, 2, 3].map((index) =>
    counts.reduce((sum, each) => sum + Number(each[index] ?? 0), 0),
  );
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

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
