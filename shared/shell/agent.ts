import { writeSync } from "node:fs";
import { TaskCommand } from "azure-pipelines-task-lib/taskcommand";
import { Problem } from "../core/problem";

/**
 * The agent as a task meets it: inputs, variables and endpoints in the environment, commands on stdout. Of task-lib
 * only the command writer with its escaping is loaded; its vault, tool runner and 1 800 other lines are half of what a
 * task costs (docs/performance.md). What the vault is for is kept: secrets leave the environment at the first question.
 */
let taken: ReadonlyMap<string, string> | undefined;

/** Names that may hold secrets: inputs, endpoints, secret and task variables (agent, Handler.cs:86-267). */
const secretNames = /^(?:INPUT|ENDPOINT_AUTH|SECRET|SECUREFILE_TICKET|VSTS_TASKVARIABLE)_/;

function secrets(): ReadonlyMap<string, string> {
  taken ??= takeSecrets();
  return taken;
}

function takeSecrets(): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(process.env)) {
    if (!secretNames.test(name)) continue;
    values.set(name.toUpperCase(), value ?? "");
    Reflect.deleteProperty(process.env, name);
  }
  return values;
}

/** The name in the environment: `.` and space become `_`, in upper case (agent, VarUtil.cs:77-81). */
function environmentName(name: string): string {
  return name.replace(/[. ]/g, "_").toUpperCase();
}

/** An input of the task, as the agent expanded it; undefined when it is empty. */
export function readInput(name: string): string | undefined {
  const text =
    secrets()
      .get(`INPUT_${environmentName(name)}`)
      ?.trim() ?? "";
  return text === "" ? undefined : text;
}

/** The inputs `feed` and `feeds`, which may stand for each other: the tasks that take one take several, and the other way round. */
export function readFeedsInput(): string | undefined {
  const texts = [readInput("feed"), readInput("feeds")].filter((text) => text !== undefined);
  return texts.length === 0 ? undefined : texts.join("\n");
}

/** A variable of the job, public or secret; undefined when it is not set or empty. */
export function readVariable(name: string): string | undefined {
  const key = environmentName(name);
  const text = process.env[key] ?? secrets().get(`SECRET_${key}`) ?? "";
  return text === "" ? undefined : text;
}

/** Whether a name is a secret variable, which the agent hides from the environment of later steps (agent, Handler.cs:212-231). */
export function isSecretVariable(name: string): boolean {
  return secrets().has(`SECRET_${environmentName(name)}`);
}

/** The access token of the endpoint SYSTEMVSSCONNECTION, which every task is given (agent, TaskRunner.cs:344-352). */
export function readJobToken(): string | undefined {
  return secrets().get("ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN");
}

/**
 * A logging command, escaped as the agent reads it (agent, CommandStringConvertor.cs).
 * Throws a Problem for a value that the agent would read as another one.
 */
export function command(name: string, properties: Readonly<Record<string, string>>, data: string): string {
  const text = new TaskCommand(name, properties, data).toString();
  return data.includes("%") && handingOver.test(name) && !decodesPercents()
    ? withPlainPercents(text, data)
    : text;
}

/** Commands whose data has to arrive as it is: masks and variables. */
const handingOver = /^task\.set(?:secret|variable|taskvariable)$/;

/** The agent's knob, a variable or its environment: off, it leaves `%AZP25` as it is (agent, AgentKnobs.cs, DecodePercents). */
function decodesPercents(): boolean {
  const knob = readVariable("DECODE_PERCENTS")?.trim().toLowerCase();
  return knob === undefined || ["1", "true", "$true"].includes(knob);
}

/** As the agent reads it then: `%` as itself, and these four decoded all the same, whoever wrote them. */
function withPlainPercents(text: string, data: string): string {
  if (!/%(?:3B|0D|0A|5D)/.test(data)) return text.replace(/%AZP25/g, "%");
  throw new Problem(
    "percents-kept",
    "The variable DECODE_PERCENTS is not true, so the agent reads a value with %3B, %0A, %0D or %5D as another one, and a value that has to be handed to it has one of them.",
    "Remove DECODE_PERCENTS from the pipeline's variables and the agent's environment, or set it to true. Nothing was set for later steps.",
  );
}

/**
 * Prints lines at once and in their order. Not through `process.stdout`: for a pipe that loads Node's streams and
 * sockets, a fifth of what a task costs (docs/performance.md).
 */
export function print(lines: readonly string[]): void {
  let rest = Buffer.from(lines.map((line) => `${line}\n`).join(""));
  try {
    while (rest.length > 0 && !isShared) rest = rest.subarray(writeSync(1, rest));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
    isShared = true;
  }
  if (rest.length > 0) process.stdout.write(rest);
}

/** Whether stdout is a pipe that another process keeps from blocking; only streams know how to wait for it. */
let isShared = false;

/** Says how the step ended. `problem` becomes an error on the build page. */
export function complete(result: "Succeeded" | "SucceededWithIssues" | "Failed", problem?: string): void {
  const issue = problem === undefined ? [] : [command("task.logissue", { type: "error" }, problem)];
  print([...issue, command("task.complete", { result }, "")]);
}
