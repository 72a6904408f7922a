import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { RestoringClient } from "../../core/client";
import { makeEnvironment, withoutVariables, type Environment } from "../../core/environment";
import { feedAddress, type Feed } from "../../core/feed-address";
import type { Job } from "../../core/job";
import { logText } from "../../core/log-text";
import type { Plan } from "../../core/plan";
import { Problem } from "../../core/problem";
import { print } from "../agent";
import { applyPlan, childVariables } from "../apply";
import type { ProjectFiles } from "./project-files";
import type { FoundProject } from "./workspace";

/** What a client's restores run with. */
export interface ClientEnvironment {
  /** The job as the restores see it: `jobFolder` is a folder of the client's own within the step's. */
  readonly job: Job;
  /** The environment of its child processes. */
  readonly variables: Environment;
}

/**
 * What each client of a run works with: it is authenticated once, at its first project, for all of them. A project whose
 * configuration cannot be planned for is left out of that, and has its own Problem.
 */
export class ClientEnvironments {
  readonly #job: Job;
  readonly #feed: Feed;
  readonly #files: ProjectFiles;
  readonly #projects: readonly FoundProject[];
  readonly #ahead = new Map<RestoringClient, PlannedClient | undefined>();
  readonly #made = new Map<RestoringClient, ClientEnvironment>();
  readonly #refused = new Map<FoundProject, Problem>();
  #runs = 0;

  /** @param projects Those that are to be restored, of all clients. */
  constructor(job: Job, feed: Feed, files: ProjectFiles, projects: readonly FoundProject[]) {
    this.#job = job;
    this.#feed = feed;
    this.#files = files;
    this.#projects = projects;
  }

  /** The job in which the clients' projects are; the programs are those of the first project that asks. */
  of(project: FoundProject, programs: Job["programs"]): ClientEnvironment {
    const known = this.#made.get(project.client);
    const made = known ?? this.#authenticate(project.client, programs);
    const refusal = this.#refused.get(project);
    if (refusal !== undefined) throw refusal;
    if (made === undefined) throw new Error(`${project.client.name} has no project to be authenticated for`);
    return made;
  }

  /** Plans for a client before it is known whether it runs at all: nothing is applied, and no Problem thrown yet. */
  planAhead(client: RestoringClient, programs: Job["programs"]): void {
    this.#ahead.set(client, this.#plan(client, programs));
  }

  /** A folder of its own for the next run of a client's restore. Not made yet. */
  nextFolder({ name }: RestoringClient): string {
    this.#runs += 1;
    return join(this.#job.jobFolder, name, `run-${this.#runs}`);
  }

  /** Those that were made, in their order. */
  get all(): ReadonlyMap<RestoringClient, ClientEnvironment> {
    return this.#made;
  }

  /**
   * Authenticates a client as its own task would, with the feed in the place of the public registry, but for child
   * processes of this step alone: the plan's files are made in a folder that goes with the step, and no variable is set.
   */
  #authenticate(client: RestoringClient, programs: Job["programs"]): ClientEnvironment | undefined {
    const planned = this.#ahead.has(client) ? this.#ahead.get(client) : this.#plan(client, programs);
    if (planned === undefined) return undefined;
    const { job, plan } = planned;
    applyPlan(plan, job, this.#job.jobFolder);
    print(plan.notes.map((note) => logText(note.text)));
    const variables = makeEnvironment([...job.environment, ...childVariables(planned)], job.windows);
    const made = { job, variables };
    this.#made.set(client, made);
    return made;
  }

  /** One plan for all projects of a client; where that is a Problem, for those that it is none of. */
  #plan(client: RestoringClient, programs: Job["programs"]): PlannedClient | undefined {
    const without = client.withoutVariables(this.#job);
    const environment = withoutVariables(this.#job.environment, without, this.#job.windows);
    const base: Job = { ...this.#job, purpose: "restore", programs, environment };
    const projects = this.#projects.filter((project) => project.client === client);
    try {
      return planFor(client, projects, { base, feed: this.#feed, files: this.#files });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    const good = projects.filter((project) => {
      try {
        planFor(client, [project], { base, feed: this.#feed, files: this.#files });
        return true;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        this.#refused.set(project, error);
        return false;
      }
    });
    return good.length === 0
      ? undefined
      : planFor(client, good, { base, feed: this.#feed, files: this.#files });
  }
}

interface PlannedClient {
  readonly job: Job;
  readonly plan: Plan;
}

/** Throws the plan's Problems. */
export function planFor(
  { name, authentication }: RestoringClient,
  projects: readonly FoundProject[],
  known: { readonly base: Job; readonly feed: Feed; readonly files: ProjectFiles },
): PlannedClient {
  const { base, feed, files } = known;
  const [first = "", ...others] = projects.map(({ folder }) => resolve(base.workingDirectory, folder));
  const job: Job = {
    ...base,
    ...{ workingDirectory: first, otherFolders: others, jobFolder: join(base.jobFolder, name) },
    inputs: {
      ...{ feeds: feedAddress(base.organization, feed, ""), feedsAre: "of this step" },
      replacePublicRegistry: true,
    },
  };
  return { job, plan: authentication.plan(job, files.ofClient(authentication, job)) };
}

/** Removes what `ClientEnvironments` and a client left in the step's folder. */
export function removeClientFolder({ job }: ClientEnvironment): void {
  rmSync(job.jobFolder, { recursive: true, force: true });
}
