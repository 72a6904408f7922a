import type { RecordedCommand, StepRecord } from "../agent-run";
import type { StepTarget } from "../containers/step-target";
import type { JobContext } from "../job/job-context";
import { isTrue } from "../job/knobs";
import { mergeResults } from "../results";
import type { StepResult } from "../results";
import type { Stage } from "../task/task-definition";
import type { Variables } from "../variables/variables";
import type { Restrictions } from "./restrictions";

/** AW/ExecutionContext.cs:106: issues kept per record and type; the lines are all written. */
const maxIssues = 10;

export interface StepIdentity {
  readonly displayName: string;
  readonly stage: Stage;
  /** Prefix of its output variables. */
  readonly referenceName: string;
  /** Names in task.json `outputVariables`, in lower case. */
  readonly outputNames: ReadonlySet<string>;
  readonly restrictions: readonly Restrictions[];
  readonly target: StepTarget;
  /** Shared by the stages of one step instance. AW/JobExtension.cs:387-388 */
  readonly taskVariables: Variables;
}

/** One stage of a step while it runs: its log, its issues and its result. */
export class StepContext {
  readonly job: JobContext;
  readonly identity: StepIdentity;
  readonly raw: string[] = [];
  readonly recorded: RecordedCommand[] = [];
  result: StepResult | undefined;
  /** Failed once a command could not be processed. */
  commandResult: StepResult | undefined;
  /** Percent of task.setprogress. */
  progress = 0;
  pid: number | undefined;
  /** Resolves when task.complete has said `done=true`. */
  readonly done: Promise<void>;
  #signalDone: () => void = () => undefined;
  readonly #issues: { type: "error" | "warning"; message: string }[] = [];
  readonly #log: string[] = [];
  #closed = false;

  constructor(job: JobContext, identity: StepIdentity) {
    this.job = job;
    this.identity = identity;
    this.done = new Promise((resolve) => {
      this.#signalDone = resolve;
    });
  }

  get isDebug(): boolean {
    return isTrue(this.job.variables.get("system.debug"));
  }

  /** Writes a line to log and console, masked unless told otherwise. AW/ExecutionContext.cs:770-772 */
  write(line: string, masked = true): void {
    if (this.#closed) {
      return;
    }
    const text = masked ? this.job.masker.mask(line) : line;
    for (const part of text.split(/\r\n|\n|\r/)) {
      this.#log.push(part);
      this.job.console.write(part);
    }
  }

  error(message: string): void {
    this.#addIssue("error", message);
  }

  warning(message: string): void {
    this.#addIssue("warning", message);
  }

  debug(message: string): void {
    if (this.isDebug) {
      this.write(`##[debug]${message}`);
    }
  }

  record(command: string, properties: ReadonlyMap<string, string>, data: string): void {
    this.recorded.push({ command, properties: Object.fromEntries(properties), data });
  }

  /** task.complete. AW/TaskCommandExtension.cs:503-535 */
  complete(result: StepResult, done: boolean): void {
    this.result = mergeResults(this.result, result);
    if (done) {
      this.#signalDone();
    }
  }

  /** Output that still comes is dropped. */
  close(): void {
    this.#closed = true;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  toRecord(): StepRecord {
    const { displayName, stage } = this.identity;
    return {
      displayName,
      stage,
      result: this.result ?? "Succeeded",
      issues: this.#issues,
      log: this.#log,
      raw: this.raw,
      recorded: this.recorded,
      ...(this.pid === undefined ? {} : { pid: this.pid }),
    };
  }

  #addIssue(type: "error" | "warning", message: string): void {
    if (this.#closed) {
      return;
    }
    if (this.#issues.filter((issue) => issue.type === type).length < maxIssues) {
      this.#issues.push({ type, message: this.job.masker.mask(message) });
    }
    this.write(`##[${type}]${message}`);
  }
}
