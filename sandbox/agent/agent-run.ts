import type { ConsoleOutput } from "./console-log";
import type { WindowsShape } from "./process/windows-environment";
import type { StepResult } from "./results";
import type { NodeName } from "./task/handler";
import type { Stage } from "./task/task-definition";

/** A service connection of the project, as the service hands it to an agent. */
export interface ServiceConnection {
  /** GUID. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly url: string;
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string>>;
}

export type RunVariable =
  string | { readonly value: string; readonly isSecret?: boolean; readonly isReadOnly?: boolean };

/** What a run needs; see each member. */
export interface AgentRun {
  readonly pipelineFile: string;
  /** Folder that `checkout: self` brings. */
  readonly sources: string;
  /** .vsix files that bring the tasks. */
  readonly extensions: readonly string[];
  /** Becomes `_work`; nothing else may use it meanwhile. */
  readonly workFolder: string;
  /** Paths of the node programs. */
  readonly nodes: Readonly<Partial<Record<NodeName, string>>>;
  /**
   * What becomes of the handler Node24, which every agent since 4.265.0 prefers: `on` runs it on node24; `off`, which is
   * the default as in the agent's source, on node20_1; `unknown` is an older agent, which takes the next handler. The
   * service decides it for hosted agents. A variable or the environment may say otherwise (AgentKnobs.cs:217-239).
   */
  readonly node24Handler?: "on" | "off" | "unknown";
  /** The agent process's own environment: the only one that children inherit. */
  readonly environment: Readonly<Record<string, string>>;
  readonly server: {
    readonly collectionUri: string;
    /** A Server's origin as the agent was configured with it, where the server calls itself otherwise. */
    readonly configuredOrigin?: string;
    readonly serverType: "Hosted" | "OnPremises";
    readonly accessToken: string;
    readonly project: string;
    readonly projectId: string;
    readonly collectionId: string;
  };
  /** Variables given to the run; those of the pipeline file win. */
  readonly variables?: Readonly<Record<string, RunVariable>>;
  readonly serviceConnections?: readonly ServiceConnection[];
  /** `bypass` are regular expressions. */
  readonly proxy?: {
    readonly url: string;
    readonly username?: string;
    readonly password?: string;
    readonly bypass?: readonly string[];
  };
  /** Section 1.3 of the agent: `variables-first` since 5.277, `inputs-first` before. Default the former. */
  readonly environmentOrder?: "variables-first" | "inputs-first";
  /** Where jobs with containers have them; not in the work folder's own folder, whose paths are translated. */
  readonly containersFolder?: string;
  /** Gives processes an environment as on Windows; they run on this machine all the same. */
  readonly windows?: WindowsShape;
  /** A folder that keeps what was uploaded, as the service would; nothing is kept by default. */
  readonly uploadsFolder?: string;
  /** Where the masked console goes; nowhere by default. */
  readonly output?: ConsoleOutput;
  /** Cancels the run as a person cancels a job. */
  readonly signal?: AbortSignal;
  /** Length of a minute for every fixed wait of the agent, for tests of timeouts; 60000. */
  readonly millisecondsPerMinute?: number;
}

/** A command that would have reached the service: attachments, build and artifact commands, progress. */
export interface RecordedCommand {
  /** `area.event` in lower case. */
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

export interface StepRecord {
  readonly displayName: string;
  readonly stage: Stage;
  readonly result: StepResult;
  /** At most ten of each type, masked. AW/ExecutionContext.cs:106 */
  readonly issues: readonly { readonly type: "error" | "warning"; readonly message: string }[];
  /** Masked lines. */
  readonly log: readonly string[];
  /** Unmasked lines as the processes wrote them, commands included: to look for leaks, never printed. */
  readonly raw: readonly string[];
  readonly recorded: readonly RecordedCommand[];
  /** Of the step's last process. */
  readonly pid?: number;
}

export interface JobRecord {
  readonly name: string;
  readonly result: StepResult;
  readonly steps: readonly StepRecord[];
  /** As they stand at the end, by name as last set. */
  readonly variables: ReadonlyMap<string, { readonly value: string; readonly isSecret: boolean }>;
  readonly workFolder: string;
}

export interface PipelineRecord {
  readonly result: StepResult;
  readonly jobs: readonly JobRecord[];
  /** The whole masked console. */
  readonly log: string;
}
