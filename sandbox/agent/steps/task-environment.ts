import { pathForTarget } from "../containers/step-target";
import type { StepTarget } from "../containers/step-target";
import type { JobContext } from "../job/job-context";
import type { JobEndpoint } from "../job/job-endpoints";
import { formatEnvironmentName } from "../variables/variable-names";
import type { Variables } from "../variables/variables";
import { listEndpointVariables } from "./endpoint-environment";

type Entries = Iterable<readonly [string, string]>;

export interface TaskEnvironmentParts {
  /** The step's own `env`, expanded. */
  readonly env: ReadonlyMap<string, string>;
  /** By input name. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly endpoints: readonly JobEndpoint[];
  readonly taskVariables: Variables;
  readonly target: StepTarget;
}

/**
 * What a Node task finds in its environment beside the agent's own. Later parts win; since f7faee85a (5.277)
 * variables come before inputs and endpoints, earlier after them. AW/Handlers/NodeHandler.cs:183-189
 */
export function buildTaskEnvironment(job: JobContext, parts: TaskEnvironmentParts): Map<string, string> {
  const variables = [...listPublicVariables(job.variables), ...listSecretVariables(job.variables)];
  const given = [
    ...listInputs(parts.inputs),
    ...parts.endpoints.flatMap((one) => [...listEndpointVariables(one)]),
  ];
  const isOlder = job.run.environmentOrder === "inputs-first";
  const entries = [...parts.env, ...(isOlder ? [...given, ...variables] : [...variables, ...given])];
  return new Map([...entries, ...listTaskVariables(parts.taskVariables), ...listPath(job, parts)]);
}

/** AW/Handlers/Handler.cs:190-210 */
function* listPublicVariables(variables: Variables): Entries {
  const all = variables.all().filter((variable) => !variable.secret);
  for (const { name, value, preserveCase } of all) {
    yield [formatEnvironmentName(name, preserveCase), value];
    if (name.toLowerCase() === "agent.jobstatus") {
      yield [name, value];
    }
  }
  yield ["VSTS_PUBLIC_VARIABLES", JSON.stringify(all.map(({ name }) => name))];
}

/** Never under the plain name. AW/Handlers/Handler.cs:212-231 */
function* listSecretVariables(variables: Variables): Entries {
  const all = variables.all().filter((variable) => variable.secret);
  for (const { name, value, preserveCase } of all) {
    yield [`SECRET_${formatEnvironmentName(name, preserveCase)}`, value];
  }
  yield ["VSTS_SECRET_VARIABLES", JSON.stringify(all.map(({ name }) => name))];
}

/** AW/Handlers/Handler.cs:166-179 */
function* listInputs(inputs: ReadonlyMap<string, string>): Entries {
  for (const [name, value] of inputs) {
    yield [`INPUT_${formatEnvironmentName(name)}`, value];
  }
}

/** Public and secret alike. AW/Handlers/Handler.cs:248-267 */
function* listTaskVariables(variables: Variables): Entries {
  for (const { name, value, preserveCase } of variables.all()) {
    yield [`VSTS_TASKVARIABLE_${formatEnvironmentName(name, preserveCase)}`, value];
  }
}

/**
 * Only once task.prependpath was used. In a container before what its own PATH is.
 * AW/Handlers/Handler.cs:269-304, AS/Util/PathUtil.cs:21-40
 */
function* listPath(job: JobContext, { env, target }: Pick<TaskEnvironmentParts, "env" | "target">): Entries {
  if (job.prependedPaths.length === 0) {
    return;
  }
  const ofHost = job.variables.get("PATH") ?? env.get("PATH") ?? job.environment["PATH"] ?? "";
  const original = target.container?.environment["PATH"] ?? ofHost;
  const prepended = job.prependedPaths.map((folder) => pathForTarget(target, folder));
  yield ["PATH", [...prepended.toReversed(), original].filter((entry) => entry !== "").join(":")];
}

/**
 * What a script sees: the task that runs it has taken inputs, secrets and the lists of names out of its own
 * environment before (task-lib, section 7.4 of the agent).
 */
export function buildScriptEnvironment(
  job: JobContext,
  { env, target }: Pick<TaskEnvironmentParts, "env" | "target">,
): Map<string, string> {
  const system = job.endpoints.find((endpoint) => endpoint.id === undefined);
  const all = [...env, ...listPublicVariables(job.variables)];
  const kept = all.filter(([name]) => name !== "VSTS_PUBLIC_VARIABLES" && !isTakenByTaskLib(name));
  const address = system === undefined ? [] : [...listEndpointVariables(system)].slice(0, 1);
  return new Map([...kept, ...address, ...listPath(job, { env, target })]);
}

function isTakenByTaskLib(name: string): boolean {
  return /^(INPUT_|ENDPOINT_AUTH_|SECUREFILE_TICKET_|SECRET_|VSTS_TASKVARIABLE_)/.test(name);
}
