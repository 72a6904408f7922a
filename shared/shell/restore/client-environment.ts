import { rmSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import type { AuthenticatingClient } from "../../core/client";
import type { Job } from "../../core/job";
import { feedAddress, type Feed } from "../../core/feed-address";
import { logText } from "../../core/log-text";
import type { Effect, Note, Plan } from "../../core/plan";
import { print } from "../agent";
import { applyPlan } from "../apply";
import { readFiles } from "../read-files";
import { clearText } from "../secrets";

/** What a child is given: the job's environment with the plan's variables in it, and the folder of its files. */
export interface ClientEnvironment {
  readonly variables: ReadonlyMap<string, string>;
  readonly folder: string;
}

/** Variables of earlier steps or of the user that would lead a client past the feed, or contradict `--frozen`. */
const dropped = [
  "UV_DEFAULT_INDEX",
  "UV_INDEX_URL",
  "UV_LOCKED",
  "UV_FROZEN",
  "UV_OFFLINE",
  "CARGO_NET_OFFLINE",
];

/**
 * Authenticates a client as its own task would, with the feed in the place of the public registry, but for child
 * processes of this step alone: the plan's files are made in a folder that goes with the step, and no variable is set.
 * Throws the adapter's Problems.
 */
export function authenticateClient(adapter: AuthenticatingClient, job: Job, feed: Feed): ClientEnvironment {
  const own = jobFor(adapter, job, feed);
  const plan = adapter.plan(own, readFiles(adapter, own));
  const wanted = { ...plan, effects: plan.effects.filter((effect) => isWanted(effect)) };
  applyPlan(wanted, own, job.jobFolder);
  print(plan.notes.filter((note) => isTrueHere(adapter, note)).map((note) => logText(note.text)));
  return { variables: new Map([...own.environment, ...variablesOf(plan)]), folder: own.jobFolder };
}

/** Removes what `authenticateClient` and the client left in the step's folder. */
export function removeClientFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function jobFor(adapter: AuthenticatingClient, job: Job, feed: Feed): Job {
  const folder = join(job.jobFolder, adapter.name);
  const environment = new Map([...job.environment].filter(([name]) => !dropped.includes(name)));
  const cargoHome = environment.get("CARGO_HOME") ?? "";
  if (cargoHome.startsWith(`${dirname(job.jobFolder)}${sep}`)) environment.delete("CARGO_HOME");
  return {
    ...job,
    environment,
    jobFolder: folder,
    inputs: { feeds: feedAddress(job.organization, feed, ""), replacePublicRegistry: true },
  };
}

/** Cargo's caches of the machine are not linked: what they have, the feed would never be asked for. */
function isWanted(effect: Effect): boolean {
  if (effect.kind === "set-variable") return false;
  return !(
    effect.kind === "link" &&
    /^(?:registry|git|\.package-cache.*|\.global-cache)$/.test(basename(effect.path))
  );
}

/** uv's warning is of what a lock file with public addresses means for `uv sync`, which does not happen here. */
function isTrueHere({ name }: AuthenticatingClient, { level }: Note): boolean {
  return name !== "uv" || level !== "warning";
}

function variablesOf(plan: Plan): readonly (readonly [string, string])[] {
  return plan.effects.flatMap((effect) => {
    if (effect.kind !== "set-variable") return [];
    return [[effect.name, clearText(effect.value)] as const];
  });
}
