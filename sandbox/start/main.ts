import { resolve } from "node:path";
import { ExtensionFileError, PipelineFileError } from "../agent/run-pipeline";
import { CapturedOutput } from "./captured-output";
import { readCommandLine, usage, UsageError } from "./command-line";
import { choosePipelines } from "./pipeline-choice";
import { start } from "./start";

/**
 * The command line of `npm start`, when all is built.
 * @param words Arguments without program and script.
 * @param clone The folder of the clone.
 * @returns The exit code: 0, 1 when the run failed, 2 when what to run is not understood.
 */
export async function main(words: readonly string[], clone: string): Promise<number> {
  const output = new CapturedOutput(process.stdout);
  const cancel = new AbortController();
  const stop = (): void => {
    cancel.abort();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    const command = readCommandLine(words);
    if (command.help) {
      output.write(usage);
      return 0;
    }
    const reasons: string[] = [];
    for (const pipeline of choosePipelines(command.file, clone)) {
      if (!cancel.signal.aborted)
        reasons.push(...(await start(pipeline, command, clone, output, cancel.signal)));
    }
    const verdict = reasons.length === 0 ? ["Passed."] : reasons.map((reason) => `Failed: ${reason}`);
    output.write(`\n${verdict.join("\n")}\n`);
    return reasons.length === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    const isMisread = [UsageError, PipelineFileError, ExtensionFileError].some(
      (kind) => error instanceof kind,
    );
    return isMisread ? 2 : 1;
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}

if (require.main === module) {
  // Compiled, this file lies in out/sandbox/start.
  void main(process.argv.slice(2), resolve(__dirname, "..", "..", "..")).then((code) => {
    process.exitCode = code;
  });
}
