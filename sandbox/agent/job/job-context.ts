import type { AgentRun } from "../agent-run";
import type { JobContainer } from "../containers/job-containers";
import type { ConsoleLog } from "../console-log";
import type { SecretMasker } from "../masking/secret-masker";
import type { StepResult } from "../results";
import type { Variables } from "../variables/variables";
import type { JobEndpoint } from "./job-endpoints";
import type { JobFolders } from "./job-folders";

/** What the steps of one job share. */
export interface JobContext {
  readonly run: AgentRun;
  /** The agent's environment, less what it takes away from its children. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folders: JobFolders;
  readonly variables: Variables;
  readonly masker: SecretMasker;
  readonly endpoints: readonly JobEndpoint[];
  /** Those that steps may run in. */
  readonly containers: readonly JobContainer[];
  readonly console: ConsoleLog;
  /** Entries of task.prependpath in order of addition. */
  readonly prependedPaths: string[];
  /** Aborts when the job is cancelled. */
  readonly cancel: AbortSignal;
  /** Aborts when a cancelled job has used up the time that it is given to end. */
  readonly deadline: AbortSignal;
  result: StepResult | undefined;
}

/** Records the job's result where tasks read it. AW/StepsRunner.cs:61, 138-139, 286-287 */
export function setJobResult(job: JobContext, result: StepResult): void {
  job.result = result;
  job.variables.set("agent.jobstatus", result);
}
