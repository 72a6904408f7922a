import { join } from "node:path";
import type { RestoringClient } from "../../core/client";
import { makeEnvironment } from "../../core/environment";
import type { Job } from "../../core/job";
import { logText } from "../../core/log-text";
import { info, type Plan } from "../../core/plan";
import { print } from "../agent";
import { applyPlans, type PlannedJob } from "../apply";
import { laterJournalVariable } from "../journal";
import { noteLine } from "../run-task";
import { planFor, removeClientFolder, type ClientEnvironments } from "./client-environment";
import type { FeedJob } from "./feed-job";
import type { FoundProject, Workspace } from "./workspace";

/** What a client fetched, by the variables that lead to it; those of its last project count for all of them. */
export type KeptVariables = ReadonlyMap<RestoringClient, Readonly<Record<string, string>>>;

/**
 * Leaves later steps what the inputs say: with `keep` the variables that lead to what was fetched, so that they need not
 * fetch it again, and with `authenticate` what each client's own task would set, so that they can go on to reach the
 * feed. What is not kept is removed here; the post-job step puts variables back and removes the rest.
 * @param projects Those that were restored.
 */
export function prepareLaterSteps(
  run: FeedJob,
  workspace: Workspace,
  left: {
    readonly environments: ClientEnvironments;
    readonly kept: KeptVariables;
    readonly projects: readonly FoundProject[];
    /** Clients whose folder must stay, whatever is kept. */
    readonly sharing: ReadonlySet<RestoringClient>;
  },
): void {
  const { keep, authenticate } = run.inputs;
  const planned: PlannedJob[] = [];
  for (const [client, environment] of left.environments.all) {
    const variables = keep ? (left.kept.get(client) ?? {}) : {};
    if (Object.keys(variables).length > 0) planned.push(keeping(run.job, client, variables));
    else if (!left.sharing.has(client)) removeClientFolder(environment);
    const projects = left.projects.filter((project) => project.client === client);
    if (authenticate && projects.length > 0)
      planned.push(authenticating(run, workspace, { client, projects, variables }));
  }
  if (planned.length === 0) return;
  applyPlans(planned, run.job.jobFolder, laterJournalVariable);
  print(planned.flatMap(({ plan }) => plan.notes.map(noteLine)));
}

function keeping(
  job: Job,
  { name }: RestoringClient,
  variables: Readonly<Record<string, string>>,
): PlannedJob {
  const plan: Plan = {
    effects: Object.entries(variables).map(([variable, value]) => ({
      kind: "set-variable",
      name: variable,
      value,
    })),
    notes: [
      info(
        `Kept for later steps: what ${name} fetched (${logText(Object.keys(variables).join(", "))}), until the job ends`,
      ),
    ],
    authenticated: 0,
  };
  return { plan, job: { ...job, jobFolder: join(job.jobFolder, "later", name) } };
}

/** As the client's own task would, in a job that has the variables already. */
function authenticating(
  run: FeedJob,
  workspace: Workspace,
  each: {
    readonly client: RestoringClient;
    readonly projects: readonly FoundProject[];
    readonly variables: Readonly<Record<string, string>>;
  },
): PlannedJob {
  const environment = makeEnvironment(
    [...run.job.environment, ...Object.entries(each.variables)],
    run.job.windows,
  );
  const base: Job = { ...run.job, environment, jobFolder: join(run.job.jobFolder, "later", "authenticated") };
  return planFor(each.client, each.projects, { base, feed: run.feed, files: workspace.files });
}
