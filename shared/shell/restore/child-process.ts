import { spawn } from "node:child_process";
import type { Environment } from "../../core/environment";
import { logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
import { print } from "../agent";
import { scrubbed, scrubbedLines } from "../secrets";
import { bindEnd } from "./child-end";
import { LineFilter } from "./line-filter";

/** A program to run: no shell is between, so every argument arrives as it is. */
export interface ChildRun {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly environment: Environment;
  readonly windows: boolean;
}

/** `code` is 128 and more for a child that a signal ended. */
export interface ChildResult {
  readonly code: number;
  /** The last lines that it wrote, as they stand in the log. */
  readonly lastLines: readonly string[];
}

const keptLines = 40;

/**
 * Runs a client to its end, its output in the log as it comes. When the job is cancelled, the child's whole group is
 * told, and ended when it does not go. Rejects when the program cannot be started.
 */
export function runChild(run: ChildRun): Promise<ChildResult> {
  print([`[command]${logText(scrubbed([run.program, ...run.args].join(" ")))}`]);
  return new Promise((resolve, reject) => {
    const lastLines: string[] = [];
    const grouped = !run.windows;
    const start = startOf(run.program, run.args, run.windows);
    const child = spawn(start.file, start.args, {
      cwd: run.folder,
      env: Object.fromEntries(run.environment),
      stdio: ["ignore", "pipe", "pipe"],
      detached: grouped,
      windowsHide: true,
      windowsVerbatimArguments: start.verbatim,
    });
    const write = (line: string): void => {
      print([line]);
      lastLines.push(line);
      if (lastLines.length > keptLines) lastLines.shift();
    };
    for (const stream of [child.stdout, child.stderr]) {
      const filter = new LineFilter(write, scrubbedLines());
      stream.on("data", (chunk: Buffer) => {
        filter.push(chunk);
      });
      stream.on("end", () => {
        filter.end();
      });
    }
    const release = bindEnd(child.pid, grouped);
    child.once("error", (error) => {
      release();
      reject(error);
    });
    child.once("close", (code, signal) => {
      release();
      resolve({ code: code ?? (signal === null ? 1 : 128), lastLines });
    });
  });
}

/** What is given to `spawn`. */
export interface Start {
  readonly file: string;
  readonly args: readonly string[];
  /** The arguments are quoted already (Windows only). */
  readonly verbatim: boolean;
}

/**
 * How a program is started: by itself, so that no shell reads its arguments. Windows starts batch files only
 * through cmd.exe, whose rules of quoting differ from the program's, so there an argument with a character that cmd.exe
 * reads is refused with a Problem (nodejs.org, "Spawning .bat and .cmd files on Windows"; CVE-2024-27980).
 */
export function startOf(program: string, args: readonly string[], windows: boolean): Start {
  if (!windows || !/\.(?:cmd|bat)$/i.test(program)) return { file: program, args, verbatim: false };
  const words = [program, ...args];
  const bad = words.find((word) => /["%!^&|<>\r\n]/.test(word));
  if (bad !== undefined) {
    throw new Problem(
      "argument-unquotable",
      `The argument "${logText(bad)}" cannot be handed to a batch file: it has a character that cmd.exe reads itself.`,
      'Leave out the characters " % ! ^ & | < > in the input arguments, and in the path of the program.',
    );
  }
  const line = words.map((word) => `"${word}"`).join(" ");
  return { file: "cmd.exe", args: ["/d", "/s", "/c", `"${line}"`], verbatim: true };
}
