import type { Credentials } from "./credentials";
import type { Organization } from "./organization";
import type { Plan } from "./plan";
import type { Secret } from "./secret";

/** The proxy that the agent was configured with: variables Agent.ProxyUrl, …Username, …Password, …BypassList. */
export interface AgentProxy {
  readonly url: URL;
  readonly username?: string;
  readonly password?: Secret;
  /** Regular expressions of addresses that are reached directly. */
  readonly bypass: readonly string[];
}

/** The facts about the job that adapters decide from. All paths are absolute. */
export interface Job {
  readonly organization: Organization;
  readonly credentials: Credentials;
  readonly inputs: { readonly feeds: string | undefined; readonly replacePublicRegistry: boolean };
  readonly workingDirectory: string;
  /** A folder of this step's own in the agent's temp folder, not made yet; the agent wipes it around each job. */
  readonly jobFolder: string;
  readonly windows: boolean;
  /** The machine user's home: read only. */
  readonly home: string;
  /** The home that the account has, which Java uses whatever HOME says. */
  readonly accountHome: string;
  /** The environment as a later step will see it, by the exact name. */
  readonly environment: ReadonlyMap<string, string>;
  /** The real paths of the adapter's `programs`, as far as they are on PATH. */
  readonly programs: ReadonlyMap<string, string>;
  readonly proxy?: AgentProxy;
}

/** The texts of the files that were there, by absolute path. */
export type Files = ReadonlyMap<string, string>;

/** What every package manager's room gives: which files decide, and what is to be done. Pure. */
export interface Adapter {
  /** The client's name as in `authenticate-<client>`. */
  readonly client: string;
  /** Programs whose place on PATH matters to the plan. */
  readonly programs: readonly string[];
  /** Paths of the files that the plan depends on, given those read so far. Asked again until it names nothing new. */
  sources(job: Job, read: Files): readonly string[];
  /** Throws a Problem when there is nothing to authenticate, or when a file cannot be understood. */
  plan(job: Job, read: Files): Plan;
}
