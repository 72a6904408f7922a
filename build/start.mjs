import { setUp } from "./set-up.mjs";
import { root, run, runMain } from "./steps.mjs";

/** `npm start`: sets up, builds, and runs the pipeline; what stands behind `npm start --` goes on to it. */
await runMain(async () => {
  await setUp();
  // Only now are there npm packages to import.
  const { buildAll } = await import("./build.mjs");
  await buildAll();
  // A terminal sends Ctrl+C to both; the child needs the time to cancel the job and to stop what it started.
  process.on("SIGINT", () => undefined);
  const { code } = await run(process.execPath, ["out/sandbox/start/main.js", ...process.argv.slice(2)], {
    cwd: root,
    show: true,
  });
  return code;
});
