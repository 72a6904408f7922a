/**
 * Loaded into a task's process by `--require`, as a debugger would be, and unknown to it: counts the effects that the
 * process has on files, on its stdout and on other processes, and at the one that its environment names does something
 * to it. Says so in a file; where it is to do nothing, it names them all.
 */
import child_process from "node:child_process";
import fs from "node:fs";
import { basename } from "node:path";
import type { Disturbance } from "./disturbance";

type Call = (...parameters: unknown[]) => unknown;

const patched: readonly string[] = [
  ...["writeSync", "writeFileSync", "appendFileSync", "mkdirSync", "symlinkSync", "linkSync", "unlinkSync"],
  ...["rmSync", "rmdirSync", "renameSync", "copyFileSync", "chmodSync", "truncateSync", "cpSync", "openSync"],
];

const text = process.env["FEEDPASS_DISTURBANCE"];
const disturbance = text === undefined ? undefined : (JSON.parse(text) as Disturbance);
if (disturbance !== undefined && basename(process.argv[1] ?? "") === disturbance.script) disturb(disturbance);

function disturb({ at, how, report }: Disturbance): void {
  const write = fs.writeFileSync;
  const say = (what: string): void => {
    write(report, what);
  };
  let count = 0;
  const names: string[] = [];
  let isBusy = false;
  /** Counts an effect, and does what is to be done at it. */
  const meet = (name: string, call: Call, parameters: unknown[]): unknown => {
    // What the product calls counts, and not what Node makes of it in turn.
    if (isBusy || isReading(name, parameters)) return call(...parameters);
    count += 1;
    names.push(name);
    const isIt = count === at;
    if (isIt) {
      say(`met ${count}: ${name}`);
      if (how === "kill") process.kill(process.pid, "SIGKILL");
      if (how === "SIGINT" || how === "SIGTERM") process.kill(process.pid, how);
      if (/^E[A-Z]+$/.test(how) && isOnFiles(name, parameters)) throw refusal(how, name, parameters);
    }
    isBusy = true;
    try {
      const result = isIt && how === "half" ? call(...halved(name, parameters)) : call(...parameters);
      if (isIt && how === "half") process.kill(process.pid, "SIGKILL");
      return result;
    } finally {
      isBusy = false;
    }
  };
  replace(fs, patched, meet);
  replace(child_process, ["spawn", "spawnSync"], meet);
  process.on("exit", () => {
    if (at === 0) say(names.join(" "));
  });
}

function replace(
  module: object,
  names: readonly string[],
  meet: (name: string, call: Call, parameters: unknown[]) => unknown,
): void {
  for (const name of names) {
    const call = (Reflect.get(module, name) as Call).bind(module);
    Reflect.set(module, name, (...parameters: unknown[]) => meet(name, call, parameters));
  }
}

function isReading(name: string, [, flags]: unknown[]): boolean {
  if (name !== "openSync") return false;
  const writing = fs.constants.O_WRONLY | fs.constants.O_RDWR;
  return typeof flags === "number"
    ? (flags & writing) === 0
    : !/[wa+]/.test(typeof flags === "string" ? flags : "r");
}

/** Writes to the agent are no matter of the disk. */
function isOnFiles(name: string, [first]: unknown[]): boolean {
  return name !== "spawn" && name !== "spawnSync" && !(name === "writeSync" && first === 1);
}

function refusal(code: string, name: string, [path]: unknown[]): Error {
  const call = name.replace("Sync", "");
  return Object.assign(new Error(`${code}: planted, ${call} '${String(path)}'`), {
    code,
    syscall: call,
    path,
  });
}

/** Writes get the first half of what was to be written; other effects happen whole. */
function halved(name: string, parameters: unknown[]): unknown[] {
  const [target, content, ...rest] = parameters;
  if (!/^(?:write|append)/.test(name)) return parameters;
  if (typeof content === "string") return [target, content.slice(0, content.length / 2), ...rest];
  if (Buffer.isBuffer(content)) return [target, content.subarray(0, content.length / 2), ...rest];
  return parameters;
}
