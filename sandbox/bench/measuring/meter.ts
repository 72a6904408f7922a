import { spawn } from "node:child_process";
import { meterProgram } from "./meter-program";
import { LineReader } from "./line-reader";
import type { Command, Sample } from "./sample";

/** Runs programs one at a time and says what each cost. */
export interface Meter {
  /** False: only wall time is known. */
  readonly knowsAccounting: boolean;
  measure(command: Command): Promise<Sample>;
  close(): void;
}

/** The meter that asks the operating system, by way of python3; one that knows only wall time where there is none. */
export async function openMeter(python = "python3"): Promise<Meter> {
  const child = spawn(python, ["-c", meterProgram], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.on("error", () => undefined);
  const lines = new LineReader(child.stdout);
  child.on("error", () => {
    lines.end();
  });
  if ((await lines.next()) !== "ready") return wallMeter;
  return {
    knowsAccounting: true,
    async measure(command) {
      child.stdin.write(`${JSON.stringify(command)}\n`);
      const answer = await lines.next();
      if (answer === undefined) throw new Error(`The meter ended while ${command.argv[0] ?? ""} ran.`);
      return JSON.parse(answer) as Sample;
    },
    close() {
      child.stdin.end();
    },
  };
}

const wallMeter: Meter = {
  knowsAccounting: false,
  measure: measureWall,
  close: () => undefined,
};

function measureWall({ argv, workingDirectory, environment }: Command): Promise<Sample> {
  const [program = "", ...parameters] = argv;
  const startedAt = performance.now();
  const child = spawn(program, parameters, {
    cwd: workingDirectory,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let outputBytes = 0;
  let end = Buffer.alloc(0);
  const count = (chunk: Buffer): void => {
    outputBytes += chunk.length;
    end = Buffer.concat([end, chunk]).subarray(-500);
  };
  child.stdout.on("data", count);
  child.stderr.on("data", count);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const wallMs = performance.now() - startedAt;
      resolve({ wallMs, exitCode: code ?? -1, outputBytes, outputEnd: end.toString() });
    });
  });
}
