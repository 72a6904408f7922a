import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Action } from "./child";

/** What a child printed; commands as `[name, properties, data]`, unescaped. */
export interface ChildRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly commands: readonly (readonly [string, string, string])[];
}

/** Runs an action in a process of its own, with nothing in its environment but PATH, HOME and what is given. */
export function runChild(action: Action, environment: Readonly<Record<string, string>> = {}): ChildRun {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(__dirname, "child.js"), JSON.stringify(action)],
    {
      env: { PATH: process.env["PATH"], HOME: tmpdir(), ...environment },
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    },
  );
  return { status, stdout, stderr, commands: stdout.split("\n").flatMap(commandOf) };
}

function commandOf(line: string): readonly (readonly [string, string, string])[] {
  const match = /^##vso\[(\S+)(?: ([^\]]*?);?)?\](.*)$/.exec(line);
  return match === null ? [] : [[match[1] ?? "", match[2] ?? "", unescapeData(match[3] ?? "")]];
}

function unescapeData(text: string): string {
  return text.replaceAll("%0A", "\n").replaceAll("%0D", "\r").replaceAll("%AZP25", "%");
}

/** A temp folder of its own for each test of a suite, as the agent gives it to a job; `name` may have links in it. */
export function useTempFolder(): () => string {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "shell-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}
