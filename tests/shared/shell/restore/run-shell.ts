import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { collectionId } from "../../core/organizations";
import type { Reads, RestoreAction } from "./child";

/** What a run of the shell came to. */
export interface ShellRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The logging commands, as `name data`, unescaped. */
  readonly commands: readonly string[];
  /** Opened files below the sources, by relative path. */
  readonly reads: Reads;
}

export interface RunOptions {
  /** Of the collection, as the agent tells it. */
  readonly collectionUri?: string;
  readonly token?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Told what is printed, as it comes, and by which process. */
  readonly onOutput?: (text: string, pid: number) => void;
}

/** The folders of an agent, in which the shell runs without an agent. */
export class ShellAgent {
  readonly #folder = mkdtempSync(join(tmpdir(), "feedpass-shell-"));

  get sources(): string {
    return join(this.#folder, "s");
  }

  get temp(): string {
    return join(this.#folder, "temp");
  }

  get tools(): string {
    return join(this.#folder, "tools");
  }

  constructor() {
    for (const name of ["s", "temp", "tools", "home", "bin"]) mkdirSync(join(this.#folder, name));
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Writes files of the sources. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.sources, path)), { recursive: true });
      writeFileSync(join(this.sources, path), text);
    }
  }

  /** Puts a program on PATH. */
  program(name: string, text: string): void {
    const path = join(this.#folder, "bin", name);
    writeFileSync(path, text);
    chmodSync(path, 0o755);
  }

  read(path: string): string {
    return readFileSync(join(this.#folder, path), "utf8");
  }

  async run(action: RestoreAction, options: RunOptions = {}): Promise<ShellRun> {
    const inputs = Object.entries(options.inputs ?? {}).map(
      ([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const,
    );
    const child = spawn(process.execPath, [join(__dirname, "child.js"), JSON.stringify(action)], {
      env: {
        PATH: `${join(this.#folder, "bin")}:/usr/bin:/bin`,
        HOME: join(this.#folder, "home"),
        AGENT_TEMPDIRECTORY: this.temp,
        AGENT_TOOLSDIRECTORY: this.tools,
        AGENT_VERSION: "4.261.0",
        SYSTEM_DEFAULTWORKINGDIRECTORY: this.sources,
        SYSTEM_COLLECTIONURI: options.collectionUri ?? "https://dev.azure.com/fabrikam/",
        SYSTEM_SERVERTYPE: options.collectionUri === undefined ? "Hosted" : "OnPremises",
        SYSTEM_COLLECTIONID: collectionId,
        ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN: options.token ?? "job-token-0123456789",
        ...Object.fromEntries(inputs),
        ...options.environment,
      },
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output.stdout += text;
      options.onOutput?.(text, child.pid ?? 0);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    const commands = output.stdout.split("\n").flatMap(commandOf);
    return { code, ...output, commands, reads: this.#readsOf(output.stderr) };
  }

  #readsOf(stderr: string): Reads {
    const last = stderr.trim().split("\n").at(-1) ?? "";
    const all = last.startsWith("{") ? (JSON.parse(last) as Reads) : {};
    const root = `${this.sources}/`;
    const inside = Object.entries(all).filter(([path]) => path.startsWith(root));
    return Object.fromEntries(inside.map(([path, count]) => [path.slice(root.length), count]));
  }
}

/** An agent for each test of a suite. */
export function useShellAgent(): () => ShellAgent {
  let agent: ShellAgent | undefined;
  afterEach(() => {
    agent?.close();
    agent = undefined;
  });
  return () => (agent ??= new ShellAgent());
}

function commandOf(line: string): readonly string[] {
  const match = /^##vso\[(\S+)(?: ([^\]]*?);?)?\](.*)$/.exec(line);
  if (match === null) return [];
  const data = (match[3] ?? "").replaceAll("%0A", "\n").replaceAll("%0D", "\r").replaceAll("%AZP25", "%");
  return [[match[1] ?? "", match[2] ?? "", data].filter((part) => part !== "").join(" ")];
}
