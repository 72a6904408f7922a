import { helpText } from "./command-line-help";
import { parseCommandLine, UsageError } from "./command-line";
import { ExtensionFileError, PipelineFileError, runPipeline } from "./run-pipeline";

/** Runs the command line; returns the exit code: 0 succeeded, 1 failed or cancelled, 2 not understood. */
async function main(): Promise<number> {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const cancel = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      cancel.abort();
    });
  }
  try {
    const run = parseCommandLine(process.argv.slice(2), environment);
    if (run === undefined) {
      process.stdout.write(helpText);
      return 0;
    }
    const { result } = await runPipeline({ ...run, output: process.stdout, signal: cancel.signal });
    return result === "Succeeded" || result === "SucceededWithIssues" ? 0 : 1;
  } catch (error) {
    const isUsage = error instanceof UsageError;
    process.stderr.write(`agent: ${error instanceof Error ? error.message : String(error)}\n`);
    process.stderr.write(isUsage ? "See agent --help.\n" : "");
    const isBadFile = error instanceof PipelineFileError || error instanceof ExtensionFileError;
    return isUsage || isBadFile ? 2 : 1;
  }
}

void main().then((code) => {
  process.exitCode = code;
});
