import { rmSync } from "node:fs";
import type { StepRecord } from "../../sandbox/agent/agent-run";
import type { HostileRepository, TaskStep } from "./hostile-repository";
import type { Laboratory, Observation } from "./laboratory";
import { TokenSearch } from "./token-forms";

/** What came of one hostile repository. */
export interface Verdict {
  /** Where the token arrived that it must not, and in which form: `GET https://evil.example/… (in base64)`. */
  readonly leaks: readonly string[];
  /** The requests with credentials of any kind that somebody else got. */
  readonly authorizedElsewhere: readonly string[];
  /** Why a task refused; undefined when none did. */
  readonly refusal?: string;
  /** Requests of the job, to anyone. */
  readonly requests: number;
  /** Those of them that somebody else than the job's own organization got, the blob host not counted. */
  readonly elsewhere: number;
  readonly works: boolean;
  /** The masked console. */
  readonly log: string;
}

/** What all repositories of one client have in common. */
export interface Setting {
  /** The client's own task, which runs when a repository names none. */
  readonly task: string;
  readonly programs: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly mavenRepository?: string;
}

/** How many jobs run at a time: clients wait for processes more than for each other. */
const atATime = 3;

/** Lets every repository try its luck, some at a time, each on a machine of its own. */
export async function tryRepositories(
  laboratory: Laboratory,
  setting: Setting,
  repositories: readonly HostileRepository[],
): Promise<ReadonlyMap<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  const waiting = [...repositories];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      verdicts.set(next.id, await tryRepository(laboratory, setting, next));
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return verdicts;
}

export async function tryRepository(
  laboratory: Laboratory,
  setting: Setting,
  repository: HostileRepository,
): Promise<Verdict> {
  const tasks = repository.tasks ?? [{ task: setting.task }];
  const { files, run, variables, without = [], face = "services" } = repository;
  const observation = await laboratory.observe({
    ...setting,
    face,
    files,
    without,
    pipeline: (at) => pipelineText(tasks, typeof run === "string" ? run : run(at)),
    ...(variables === undefined ? {} : { variables }),
  });
  rmSync(observation.folder, { recursive: true, force: true });
  return verdictOn(observation, new TokenSearch(laboratory.token), tasks.length);
}

function pipelineText(tasks: readonly TaskStep[], script: string): string {
  const steps = tasks.map(({ task, inputs }) => {
    const lines = Object.entries(inputs ?? {}).map(([name, value]) => `    ${name}: ${value}\n`);
    return `- task: ${task}\n${lines.length === 0 ? "" : `  inputs:\n${lines.join("")}`}`;
  });
  const lines = script.split("\n").map((line) => `    ${line}\n`);
  return `steps:\n${steps.join("")}- bash: |\n    set -e\n${lines.join("")}`;
}

/** Steps of a job: the checkout, the tasks, the script. */
function verdictOn(observation: Observation, search: TokenSearch, tasks: number): Verdict {
  const steps = observation.jobs[0]?.steps ?? [];
  const refusal = steps.slice(1, 1 + tasks).find(({ result }) => result === "Failed");
  const others = observation.arrivals.filter(({ place, address }) => place !== "own" && !isBlob(address));
  const leaks = observation.arrivals
    .filter(({ place }) => place !== "own")
    .map((arrival) => ({ ...arrival, forms: search.forms(`${arrival.address}\n${arrival.content}`) }))
    .filter(({ forms }) => forms.length > 0)
    .map(({ place, method, address, forms }) => `${place}: ${method} ${address} (${forms.join(", ")})`);
  return {
    leaks: [...new Set(leaks)],
    authorizedElsewhere: others
      .filter(({ content }) => /^authorization:/im.test(content))
      .map(({ method, address }) => `${method} ${address}`),
    ...(refusal === undefined ? {} : { refusal: errorsOf(refusal) }),
    requests: observation.arrivals.length,
    elsewhere: others.length,
    works: steps[1 + tasks]?.result === "Succeeded",
    log: observation.log,
  };
}

function errorsOf(step: StepRecord): string {
  return step.issues
    .filter(({ type }) => type === "error")
    .map(({ message }) => message)
    .join("\n");
}

function isBlob(address: string): boolean {
  return address.startsWith("https://sandboxblob.");
}
