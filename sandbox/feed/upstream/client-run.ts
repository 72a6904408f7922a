import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface ClientRunOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Files by path that lie in the empty working directory in which the client runs. */
  readonly files?: Readonly<Record<string, string>>;
  /** Stops the client when it is aborted. */
  readonly signal: AbortSignal;
}

/** What a client wrote to both its streams; its exit code does not matter to the callers. */
export interface ClientRun {
  readonly output: string;
}

/**
 * Runs a program in a temporary folder of its own until it ends or `signal` stops it, with what it started.
 * Undefined when there is no such program on PATH.
 */
export async function runClient(
  program: string,
  words: readonly string[],
  options: ClientRunOptions,
): Promise<ClientRun | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "feedpass-client-"));
  try {
    for (const [path, text] of Object.entries(options.files ?? {})) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await runIn(folder, program, words, options);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function runIn(
  cwd: string,
  program: string,
  words: readonly string[],
  { environment, signal }: ClientRunOptions,
): Promise<ClientRun | undefined> {
  const isWindows = process.platform === "win32";
  return new Promise((resolve, reject) => {
    // On Windows mvn is a command file, which only the shell starts; elsewhere the group is stopped as a whole.
    const child = spawn(program, words, {
      cwd,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      shell: isWindows,
      detached: !isWindows,
    });
    const parts: Buffer[] = [];
    const stop = (): void => {
      stopGroup(child.pid, isWindows);
    };
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => parts.push(part));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    child.on("error", (error: NodeJS.ErrnoException) => {
      signal.removeEventListener("abort", stop);
      if (error.code === "ENOENT") resolve(undefined);
      else reject(error);
    });
    child.on("close", () => {
      signal.removeEventListener("abort", stop);
      resolve({ output: Buffer.concat(parts).toString("utf8") });
    });
  });
}

function stopGroup(pid: number | undefined, isWindows: boolean): void {
  if (pid === undefined) return;
  try {
    process.kill(isWindows ? pid : -pid, "SIGKILL");
  } catch {
    // The client ended by itself in the meantime.
  }
}
