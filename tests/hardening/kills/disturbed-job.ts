import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Program } from "../../clients/found-clients";
import { TokenPlaces } from "../leaks/token-places";
import {
  cargoProject,
  everyProject,
  lockedProject,
  mavenProject,
  pipProject,
  poetryProject,
  taskStep,
  uvProject,
} from "../projects";
import { TokenSearch } from "../token-forms";
import type { Finished, Workplace } from "../workplace";
import type { Disturbance } from "./disturbance";

type Files = Readonly<Record<string, string>>;

/** A task that is disturbed: its step, and the repository. */
export interface DisturbedTask {
  readonly name: string;
  readonly step: string;
  readonly sources: Files;
  readonly programs: readonly string[];
}

/** What came of it. */
export interface Disturbed {
  /** What the process met: `met 3: writeFileSync`; empty when it ended before. */
  readonly met: string;
  readonly record: Finished;
  /** Where a secret is, or what is left behind, after the post-job step or after the job. */
  readonly left: readonly string[];
}

/** Every task. `fake` is a uv that does nothing, for the restore. */
export function disturbedTasks(at: Workplace, fake: Program): readonly DisturbedTask[] {
  const authentications = {
    ...{ Uv: uvProject, Cargo: cargoProject, Maven: mavenProject },
    ...{ Pip: pipProject, Poetry: poetryProject, Feeds: everyProject },
  };
  const { "pyproject.toml": manifest = "", "uv.lock": lock = "" } = lockedProject();
  const restored = { "pyproject.toml": manifest, "uv.lock": lock };
  const inputs = { feed: "Fabrikam Fiber/fiber", reportPath: "report.json" };
  return [
    ...Object.entries(authentications).map(([name, project]) => ({
      name: `Authenticate${name}`,
      step: taskStep(`Authenticate${name}@1`),
      sources: project(at),
      programs: [],
    })),
    ...["restore", "save"].map((mode) => ({
      name: `RestoreUpstream, ${mode}`,
      step: taskStep("RestoreUpstream@1", { ...inputs, mode }),
      sources: restored,
      programs: [fake.path],
    })),
  ];
}

const preload = join(__dirname, "effects-preload.js");

/** Runs a task with a disturbance, and looks at what it leaves after each step and after the job. */
export async function runDisturbed(
  at: Workplace,
  task: DisturbedTask,
  disturbance: Omit<Disturbance, "report">,
  others: { readonly folder?: string; readonly before?: string; readonly node?: string } = {},
): Promise<Disturbed> {
  const places = new TokenPlaces(new TokenSearch(at.token()));
  const left: string[] = [];
  let [folder, report] = ["", ""];
  const record = await at.run({
    steps: `steps:\n${others.before ?? ""}${task.step}`,
    sources: task.sources,
    programs: task.programs,
    ...(others.folder === undefined ? {} : { folder: others.folder }),
    ...(others.node === undefined ? {} : { node: others.node }),
    environment: (path) => {
      report = `${path}-effects`;
      return {
        NODE_OPTIONS: `--require "${preload}"`,
        FEEDPASS_DISTURBANCE: JSON.stringify({ ...disturbance, report }),
      };
    },
    onFolder: (path) => (folder = path),
    onOutput: (text) => {
      if (!text.startsWith("##[section]Finishing: Post-job")) return;
      places.lookBelow(folder, "after the post-job step");
      if (disturbance.script !== "undo.js")
        left.push(...stepsFolders(folder).map((name) => `${name} after the post-job step`));
    },
  });
  places.lookBelow(folder, "after the job");
  places.lookAtRecord(record);
  return {
    met: existsSync(report) ? readFileSync(report, "utf8") : "",
    record,
    // Behind the post-job step there is nobody who could put variables back.
    left: [...left, ...places.found, ...(disturbance.script === "undo.js" ? [] : strayVariables(record))],
  };
}

function stepsFolders(folder: string): readonly string[] {
  const home = join(folder, "work", "_temp", "feedpass");
  return existsSync(home) ? readdirSync(home) : [];
}

/** Variables that lead into the step's folder, which is gone. */
function strayVariables({ jobs, folder }: Finished): readonly string[] {
  const home = join(folder, "work", "_temp", "feedpass");
  return jobs.flatMap(({ variables }) =>
    [...variables].flatMap(([name, { value }]) =>
      value.includes(home) ? [`variable ${name} leads to ${value}`] : [],
    ),
  );
}

/** The effects that a task has, by name, of a run that nothing disturbs. */
export async function listEffects(
  at: Workplace,
  task: DisturbedTask,
  script: Disturbance["script"],
): Promise<readonly string[]> {
  const { met, record } = await runDisturbed(at, task, { script, at: 0, how: "kill" });
  if (record.result !== "Succeeded") throw new Error(`${task.name} does not work:\n${record.log}`);
  return met.split(" ").filter((name) => name !== "");
}

/** Does something with each value, some at a time. */
export async function forEachOf<T>(
  values: readonly T[],
  action: (value: T) => Promise<void>,
  atATime = 3,
): Promise<void> {
  const waiting = [...values];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await action(next);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}
