import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A program of `.clients/clients.json`: absolute path and version. */
export interface Program {
  readonly path: string;
  readonly version: string;
}

/** A Maven: its `mvn`, its version, and the folder that holds its `conf` and `lib`. */
export interface Maven extends Program {
  readonly home: string;
}

/** A Java: what JAVA_HOME is to be set to, and its version. */
export interface Java {
  readonly home: string;
  readonly version: string;
}

/** Everything that a test can ask for, by the name it has in `.clients/clients.json`. */
export interface Clients {
  readonly uv: Program;
  /** A Python that runs `-m keyring` and `-m twine`, and has the backend of Azure Artifacts. */
  readonly keyring: Program;
  readonly poetry18: Program;
  readonly poetry: Program;
  readonly cargo: Program;
  readonly java: Java;
  readonly maven38: Maven;
  readonly maven39: Maven;
  readonly node20: Program;
  readonly node24: Program;
}

/** What is called by an interpreter that has it, which `path` is: `python -m pip`. */
export interface PythonClients {
  readonly pip20: Program;
  readonly pip23: Program;
  readonly pip: Program;
  readonly pipenv: Program;
  readonly pdm: Program;
  readonly tox: Program;
}

type AllClients = Clients & PythonClients;

interface Record extends Partial<AllClients> {
  readonly missing: readonly { readonly client: string; readonly reason: string }[];
}

/**
 * Gives a client that the set-up found. One that it did not find skips the running test with the printed words
 * "skipped: <name> not found", or, with CI=true, throws an Error that says how to get it: CI proves all of them.
 */
export function requireClient<Name extends keyof AllClients>(
  context: Mocha.Context,
  name: Name,
): AllClients[Name] {
  const record = readRecord();
  const client = record[name];
  if (client !== undefined) return client as AllClients[Name];
  return skipWithout(
    context,
    name,
    record.missing.find((entry) => entry.client === name)?.reason ?? "run npm test",
  );
}

/** The same for a program of the machine itself: it has to be on PATH and to end well with these words. */
export function requireProgram(context: Mocha.Context, program: string, ...words: readonly string[]): void {
  if (spawnSync(program, words).status !== 0) skipWithout(context, program, `put ${program} on PATH`);
}

/** The same for the javac of one line, of the Java that was found or of PATH. */
export function requireJavac(context: Mocha.Context, line: string): void {
  const { home } = requireClient(context, "java");
  const isThere = [join(home, "bin", "javac"), "javac"].some((program) => {
    const { stdout, stderr } = spawnSync(program, ["-version"], { encoding: "utf8" });
    return new RegExp(`^javac ${line}\\b`, "m").test(`${stdout}\n${stderr}`);
  });
  if (!isThere) skipWithout(context, `javac ${line}`, `install a JDK ${line}`);
}

/** The same for whatever else a test cannot do without. */
export function skipWithout(context: Mocha.Context, name: string, reason: string): never {
  if (process.env["CI"] === "true") throw new Error(`${name} not found: ${reason}`);
  process.stdout.write(`skipped: ${name} not found: ${reason}\n`);
  context.skip();
}

function readRecord(): Record {
  const file = join(__dirname, "..", "..", "..", ".clients", "clients.json");
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record;
  } catch {
    return { missing: [] };
  }
}
