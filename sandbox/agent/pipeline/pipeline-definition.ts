import type { Expression } from "../expressions/expression-parser";
import type { PipelineFileError } from "./pipeline-file-error";

/** Makes the error that names the place where something stands in the file. */
export type Complaint = (key: string, reason: string) => PipelineFileError;

export interface Condition {
  readonly text: string;
  readonly evaluate: Expression;
}

export interface VariableDefinition {
  readonly name: string;
  readonly value: string;
  readonly readOnly: boolean;
}

/** A container of `resources`, which a job or a step may name. */
export interface ContainerDefinition {
  readonly name: string;
  readonly env: ReadonlyMap<string, string>;
}

/** `target` of a step: where it runs, and what its commands may do. Undefined `allowed` means every variable. */
export interface TargetDefinition {
  /** A container's name, or `host`; undefined is where the job runs. */
  readonly container: string | undefined;
  readonly restricted: boolean;
  readonly allowed: readonly string[] | undefined;
}

interface StepCommon {
  readonly name: string | undefined;
  readonly displayName: string | undefined;
  readonly condition: Condition;
  readonly continueOnError: boolean;
  readonly enabled: boolean;
  /** 0 means no limit. */
  readonly timeoutInMinutes: number;
  readonly retryCountOnTaskFailure: number;
  readonly env: ReadonlyMap<string, string>;
  readonly target: TargetDefinition;
}

export interface InputDefinition {
  readonly name: string;
  readonly value: string;
  readonly complain: Complaint;
}

export interface TaskStepDefinition extends StepCommon {
  readonly kind: "task";
  /** `Name@major` or `id@major`. */
  readonly reference: string;
  readonly inputs: readonly InputDefinition[];
  readonly complain: Complaint;
}

export interface ScriptStepDefinition extends StepCommon {
  readonly kind: "script" | "bash";
  readonly text: string;
  readonly workingDirectory: string | undefined;
  readonly failOnStderr: boolean;
}

export interface CheckoutStepDefinition extends StepCommon {
  readonly kind: "checkout";
  readonly repository: "self" | "none";
}

export type StepDefinition = TaskStepDefinition | ScriptStepDefinition | CheckoutStepDefinition;

/** Which jobs are made of one: so many alike, or one with other variables for each leg of a matrix. */
export type StrategyDefinition =
  | { readonly kind: "none" }
  | { readonly kind: "parallel"; readonly count: number }
  | { readonly kind: "matrix"; readonly legs: readonly MatrixLeg[] };

export interface MatrixLeg {
  readonly name: string;
  readonly variables: readonly VariableDefinition[];
}

export interface JobDefinition {
  readonly name: string;
  readonly displayName: string;
  readonly dependsOn: readonly string[];
  readonly condition: Condition;
  readonly continueOnError: boolean;
  /** 0 means no limit. */
  readonly timeoutInMinutes: number;
  readonly strategy: StrategyDefinition;
  /** The job's own container, if it has one. */
  readonly container: string | undefined;
  /** Those that the job or a step of it names, the job's own first. */
  readonly containers: readonly ContainerDefinition[];
  /** Those of the pipeline first, then the job's own. */
  readonly variables: readonly VariableDefinition[];
  readonly steps: readonly StepDefinition[];
}

export interface PipelineDefinition {
  readonly file: string;
  readonly jobs: readonly JobDefinition[];
}
