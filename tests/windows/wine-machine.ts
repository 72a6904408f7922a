import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Programs of Windows, and the wine that runs them; `.clients/windows.json` has them. */
export interface WindowsClients {
  readonly wine: string;
  readonly node: string;
  readonly uv?: string;
  readonly prefix: string;
}

/** What a program of Windows came to. */
export interface WindowsRun {
  readonly code: number | null;
  readonly output: string;
}

/** What `npm run test:windows` found before the tests. */
export function windowsClients(): WindowsClients {
  const path = resolve(__dirname, "..", "..", "..", ".clients", "windows.json");
  return JSON.parse(readFileSync(path, "utf8")) as WindowsClients;
}

/** A path of this machine as wine shows it. */
export function windowsPath(path: string): string {
  return `Z:${path.replaceAll("/", "\\")}`;
}

/** The other way round; undefined for a path that is not one of this machine. */
export function hostPath(path: string): string {
  return path.replace(/^Z:/i, "").replaceAll("\\", "/");
}

/**
 * Wine makes an environment of its own for the first program that it runs; a Node of Windows therefore starts the
 * second one with exactly this environment. Its output goes to a file: of a pipe wine loses the end.
 */
const starter = `const { readFileSync, openSync } = require("node:fs");
const { spawnSync } = require("node:child_process");
const { program, args, environment, folder, output } = JSON.parse(readFileSync(process.argv[1], "utf8"));
const file = openSync(output, "a");
const { status, error } = spawnSync(program, args, { cwd: folder, env: environment, stdio: ["ignore", file, file] });
if (error) require("node:fs").writeSync(file, String(error));
process.exit(status ?? 1);`;

/** Runs a program of Windows to its end, in a folder of this machine. */
export async function runOnWindows(
  clients: WindowsClients,
  program: string,
  args: readonly string[],
  run: {
    readonly folder: string;
    readonly environment: Readonly<Record<string, string>>;
    /** Whether wine starts it itself, with an environment of its own making beside what is given. */
    readonly isFirst?: boolean;
  },
): Promise<WindowsRun> {
  const work = mkdtempSync(join(tmpdir(), "feedpass-wine-"));
  const output = join(work, "output.txt");
  const settings = join(work, "run.json");
  try {
    writeFileSync(
      settings,
      JSON.stringify({
        ...{ program: windowsPath(program), args, environment: run.environment },
        ...{ folder: windowsPath(run.folder), output: windowsPath(output) },
      }),
    );
    const isFirst = run.isFirst === true;
    const file = openSync(isFirst ? output : join(work, "wine.txt"), "a");
    const words = isFirst ? [program, ...args] : [clients.node, "-e", starter, windowsPath(settings)];
    const environment = isFirst ? { ...run.environment, WINEPATH: run.environment["Path"] } : {};
    const wine = { WINEPREFIX: clients.prefix, WINEDEBUG: "-all", WINEARCH: "win64" };
    const child = spawn(clients.wine, words, {
      cwd: run.folder,
      env: { ...process.env, ...environment, ...wine },
      stdio: ["ignore", file, file],
      timeout: 60_000,
    });
    const [code] = (await once(child, "close")) as [number | null];
    closeSync(file);
    return { code, output: readFileSync(output, "utf8").replaceAll("\r\n", "\n") };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
