import type { Environment } from "./environment";
import type { Identity } from "./identity";
import type { Organization } from "./organization";
import type { Secret } from "./secret";

/** The proxy that the agent was configured with: variables Agent.ProxyUrl, …Username, …Password, …BypassList. */
export interface AgentProxy {
  readonly url: URL;
  readonly username?: string;
  readonly password?: Secret;
  /** Regular expressions of addresses that are reached directly. */
  readonly bypass: readonly string[];
}

/** The facts about the job that clients' rooms decide from. All paths are absolute. */
export interface Job {
  readonly organization: Organization;
  /** Who the job can be, found by address; its own token's identity is the first. */
  readonly identities: readonly [Identity, ...Identity[]];
  /** Whether variables are set for later steps of the job, or for the restore that this step runs itself. */
  readonly purpose: "job" | "restore";
  readonly inputs: {
    readonly feeds: string | undefined;
    readonly replacePublicRegistry: boolean;
    /** Who names the feeds, as the log says it; absent where the input `feeds` does. */
    readonly feedsAre?: string;
    /** What the client's further inputs hold, by name; empty where nothing is given. Absent in a task of several clients. */
    readonly own?: ReadonlyMap<string, string>;
  };
  readonly workingDirectory: string;
  /** Further folders with projects of the client, where one plan is for several; see `projectFolders`. */
  readonly otherFolders?: readonly string[];
  /** The folder in the agent's temp folder that every step's own is in, those of earlier steps of the job too. */
  readonly stepsFolder: string;
  /** A folder of this step's own in the agent's temp folder, not made yet; the agent wipes it around each job. */
  readonly jobFolder: string;
  /** The folder with the task's code, and the files that lie beside it. The agent keeps it as long as the job lasts. */
  readonly taskFolder: string;
  /** Letters and digits that nobody can guess, new for each step: names of ours that nobody else may use have it. */
  readonly nonce: string;
  /** Whether the agent runs on Windows: what is decided by the platform is decided by this. */
  readonly windows: boolean;
  /** Whether this step runs on the host of a job that has containers for steps: one there has another home. */
  readonly besideContainers: boolean;
  /** The machine user's home: read only. */
  readonly home: string;
  /** The home that the account has, which Java uses whatever HOME says. */
  readonly accountHome: string;
  /** The environment as a later step will see it. */
  readonly environment: Environment;
  /** The real paths of the client's `programs`, as far as they are on PATH. */
  readonly programs: ReadonlyMap<string, string>;
  readonly proxy?: AgentProxy;
}

/** The folders that the client is run in: the working directory, then the others. */
export function projectFolders({ workingDirectory, otherFolders = [] }: Job): readonly string[] {
  return [...new Set([workingDirectory, ...otherFolders])];
}

/** The name of the step's folder as a word that no other step of the job has: `maven-<id>`. */
export function stepName({ stepsFolder, jobFolder }: Job): string {
  return jobFolder.slice(stepsFolder.length + 1).replace(/[\\/]/g, "-");
}

/** Whether a path is that of a file that an earlier step of the job made. */
export function isOfEarlierStep(job: Job, path: string): boolean {
  return path.startsWith(job.stepsFolder) && /^[\\/]/.test(path.slice(job.stepsFolder.length));
}
