import { randomUUID } from "node:crypto";
import path from "node:path";
import { parseArgs } from "node:util";
import type { AgentRun } from "./agent-run";
import { commandLineOptions } from "./command-line-help";

/** Options that do not fit; the message says which and why. */
export class UsageError extends Error {}

type Environment = Readonly<Record<string, string>>;

/**
 * Makes a run of the command line; undefined when only help was asked for.
 * @throws UsageError
 */
export function parseCommandLine(
  parameters: readonly string[],
  environment: Environment,
): AgentRun | undefined {
  const { values, positionals } = parse(parameters);
  if (values.help === true) {
    return undefined;
  }
  const [pipelineFile, ...more] = positionals;
  if (pipelineFile === undefined || more.length > 0) {
    throw new UsageError("expected exactly one pipeline file");
  }
  const nodes = readNodes(values.node20, values.node24);
  const node24Handler =
    readChoice("--node24-handler", values["node24-handler"], ["on", "off", "unknown"]) ??
    (nodes.node20_1 === undefined ? "on" : "off");
  return {
    pipelineFile,
    sources: values.sources ?? ".",
    extensions: values.vsix ?? [],
    workFolder: values.work ?? "_work",
    ...(values.containers === undefined ? {} : { containersFolder: path.resolve(values.containers) }),
    ...{ nodes, node24Handler },
    environment: withoutToken(environment, values["token-env"]),
    server: {
      collectionUri: readAddress(
        "--collection-uri",
        values["collection-uri"] ?? "https://dev.azure.com/sandbox/",
      ),
      serverType: readChoice("--server-type", values["server-type"], ["Hosted", "OnPremises"]) ?? "Hosted",
      accessToken: readToken(values["token-env"], environment),
      project: values.project ?? "sandbox",
      projectId: randomUUID(),
      collectionId: randomUUID(),
    },
    variables: Object.fromEntries((values.variable ?? []).map(readVariable)),
    ...(values.proxy === undefined ? {} : { proxy: readProxy(values.proxy) }),
  };
}

function parse(parameters: readonly string[]): ReturnType<typeof parseWith> {
  try {
    return parseWith(parameters);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function parseWith(parameters: readonly string[]) {
  return parseArgs({ args: [...parameters], options: commandLineOptions, allowPositionals: true });
}

function readNodes(node20: string | undefined, node24: string | undefined): AgentRun["nodes"] {
  const own = Number(process.versions.node.split(".")[0]) < 22 ? "node20_1" : "node24";
  const given = {
    ...(node20 === undefined ? {} : { node20_1: node20 }),
    ...(node24 === undefined ? {} : { node24 }),
  };
  return Object.keys(given).length === 0 ? { [own]: process.execPath } : given;
}

function readChoice<Choice extends string>(
  option: string,
  value: string | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  const choice = choices.find((candidate) => candidate === value);
  if (value !== undefined && choice === undefined) {
    throw new UsageError(`${option} must be ${choices.join(" or ")}, not '${value}'`);
  }
  return choice;
}

function readAddress(option: string, value: string): string {
  if (!/^https?:/i.test(value) || !URL.canParse(value)) {
    throw new UsageError(`${option} must be an http or https address, not '${value}'`);
  }
  return value;
}

/** The value never stands on the command line, where every process could read it. */
function readToken(name: string | undefined, environment: Environment): string {
  if (name === undefined) {
    return randomUUID();
  }
  const token = environment[name];
  if (token === undefined) {
    throw new UsageError(`--token-env: there is no environment variable '${name}'`);
  }
  return token;
}

/** No child may find the token in the environment that it inherits. */
function withoutToken(environment: Environment, name: string | undefined): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([key]) => key !== name));
}

function readVariable(text: string): [string, string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new UsageError(`--variable must be name=value, not '${text}'`);
  }
  return [name, value];
}

function readProxy(address: string): NonNullable<AgentRun["proxy"]> {
  const url = new URL(readAddress("--proxy", address));
  const { username, password } = url;
  url.username = "";
  url.password = "";
  return {
    url: url.href,
    ...(username === "" ? {} : { username: decodeURIComponent(username) }),
    ...(password === "" ? {} : { password: decodeURIComponent(password) }),
  };
}
