import { rmSync } from "node:fs";
import { join } from "node:path";
import type { RestoringClient } from "../../core/client";
import { feedAddress, type Feed } from "../../core/feed-address";
import type { Job } from "../../core/job";
import { logText } from "../../core/log-text";
import { print } from "../agent";
import { applyPlan, childVariables } from "../apply";
import type { ProjectFiles } from "./project-files";

/** What a client's restore runs with. */
export interface ClientEnvironment {
  /** The job as the restore sees it: `jobFolder` is a folder of its own within the step's. */
  readonly job: Job;
  /** The environment of its child processes. */
  readonly variables: ReadonlyMap<string, string>;
}

/**
 * Authenticates a client as its own task would, with the feed in the place of the public registry, but for child
 * processes of this step alone: the plan's files are made in a folder that goes with the step, and no variable is set.
 * Throws the plan's Problems.
 */
export function authenticateClient(
  client: RestoringClient,
  job: Job,
  feed: Feed,
  files: ProjectFiles,
): ClientEnvironment {
  const without = new Set(client.withoutVariables(job));
  const own: Job = {
    ...job,
    purpose: "restore",
    environment: new Map([...job.environment].filter(([name]) => !without.has(name))),
    jobFolder: join(job.jobFolder, client.name),
    inputs: { feeds: feedAddress(job.organization, feed, ""), replacePublicRegistry: true },
  };
  const plan = client.authentication.plan(own, files.ofClient(client.authentication, own));
  applyPlan(plan, own, job.jobFolder);
  print(plan.notes.map((note) => logText(note.text)));
  return { job: own, variables: new Map([...own.environment, ...childVariables(plan)]) };
}

/** Removes what `authenticateClient` and the client left in the step's folder. */
export function removeClientFolder({ job }: ClientEnvironment): void {
  rmSync(job.jobFolder, { recursive: true, force: true });
}
