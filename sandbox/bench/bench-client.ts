import type { UpstreamRegistry } from "../feed/upstream/upstream-registry";
import type { Client } from "../start/client";
import type { FeedAddress, ProjectFiles } from "./projects/project-files";
import type { RestorePlace, RestoreProject } from "./projects/restore-project";
import type { SizedPackage } from "./projects/sized-packages";
import type { Bounds } from "./report/row";

/** What the bench measures with one client; its room is `clients/<name>.ts`. */
export interface BenchClient {
  readonly client: Client;
  /** The task that authenticates it, as a pipeline names it. */
  readonly task: string;
  /** Its deflated files, in KB of 1 000 bytes. */
  readonly packageBounds: Bounds;
  /** How many files lie beside the code of every task that has the client. */
  readonly filesBeside?: number;
  /** CPU and wall time of the task, in multiples of what Node itself costs. */
  readonly startBounds: Bounds;
  /** What its task may write for each registry, in bytes, where that is not what others may. */
  readonly stdoutBounds?: Bounds;
  /** A repository whose configuration names so many feeds. */
  project(feeds: number, address: FeedAddress): ProjectFiles;
  readonly growths: readonly Growth[];
  /** Its restore beside the task's; absent where that is not measured. */
  readonly restore?: RestoreBench;
  /** The job's keyring, which is measured with the first client that asks it: a program of its task, and a question. */
  readonly keyring?: { readonly program: string; readonly address: string };
  /** A lock file for `save`, which is measured with the first client that has one: the work is the task's own. */
  readonly save?: SaveBench;
}

/** Something that grows, and how long the task may take to read it. */
export interface Growth {
  readonly what: string;
  readonly count: number;
  readonly seconds: Bounds;
  project(count: number, address: FeedAddress): ProjectFiles;
  /** Files of the user's home, where that is what grows. */
  readonly home?: (count: number) => ProjectFiles;
}

export interface RestoreBench {
  /** A registry that has the packages. */
  registry(packages: readonly SizedPackage[]): UpstreamRegistry;
  /**
   * A locked project that needs all of them.
   * @throws Error when the client cannot lock it.
   */
  prepare(packages: readonly SizedPackage[], place: RestorePlace): Promise<RestoreProject>;
}

export interface SaveBench {
  /** A project whose lock file names so many files. */
  locked(count: number): ProjectFiles;
  /** The program that answers for a feed that offers them, as `startPlainFeed` starts it. */
  readonly feed: { readonly script: string; words(): readonly string[] };
}

/** What most tasks may weigh and take. */
export const usualBounds = {
  packageBounds: { limit: 70, aim: 40 },
  startBounds: { limit: 2.2, aim: 1.7 },
} satisfies Partial<BenchClient>;
