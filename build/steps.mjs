import { spawn } from "node:child_process";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the clone. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Absolute path of the git-ignored folder that holds the fetched clients. */
export const clientsFolder = resolve(root, ".clients");

/** A failure whose message alone is for the reader; its stack says nothing more. */
export class StepError extends Error {}

/** Prints one line of the build log: what, how it went, and the seconds since `startedAt` (performance.now()). */
export function report(label, outcome, startedAt) {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${label.padEnd(12)} ${outcome} (${seconds} s)\n`);
}

/** Runs `work`, which gives its outcome in words, and reports it under `label`. */
export async function runStep(label, work) {
  const startedAt = performance.now();
  const outcome = await work();
  report(label, outcome ?? "done", startedAt);
}

/**
 * Runs a program to its end.
 * Gives `{ code, output }`: output is stdout and stderr as they came, or "" with `show: true`, which passes them on.
 * A program that cannot be started has code 127 and the reason as output.
 */
export function run(program, args, { show = false, env = process.env, cwd = root } = {}) {
  return new Promise((done) => {
    // Windows starts .cmd files (mvn, npm) only through its shell.
    const shell = process.platform === "win32" && /\.(cmd|bat)$/i.test(program);
    const child = spawn(shell ? `"${program}"` : program, shell ? args.map((arg) => `"${arg}"`) : args, {
      cwd,
      env,
      shell,
      stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
    });
    let output = "";
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => done({ code: 127, output: error.message }));
    child.on("close", (code) => done({ code: code ?? 1, output }));
  });
}

/** Runs a program that must succeed; gives its output. Throws a StepError that ends with what the program said. */
export async function runOrFail(program, args, options) {
  const { code, output } = await run(program, args, options);
  if (code !== 0) throw new StepError(`${program} ${args[0] ?? ""} ended with ${code}: ${output.trim()}`);
  return output;
}

/** Runs a command-line tool of node_modules; gives its exit code. Its output is shown unless `quiet`. */
export async function runTool(script, args, { quiet = false } = {}) {
  const { code, output } = await run(process.execPath, [resolve(root, "node_modules", script), ...args], {
    show: !quiet,
  });
  if (quiet && code !== 0) process.stderr.write(output);
  return code;
}

/** True when `moduleUrl` is the file that node was started with. */
export function isMain(moduleUrl) {
  return process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(moduleUrl);
}

/** Runs `work` as the whole program: a StepError becomes one line and exit code 1. */
export async function runMain(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
