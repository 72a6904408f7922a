/** One input that a task.json declares. */
export interface TaskInput {
  readonly name: string;
  readonly type: string;
  readonly defaultValue: string;
  readonly required: boolean;
  readonly visibleRule: string | undefined;
  readonly aliases: readonly string[];
}

/** Where a section's handler starts: file under the task's folder and, if given, working directory. */
export interface HandlerData {
  readonly name: string;
  readonly target: string;
  readonly workingDirectory: string | undefined;
}

export type Stage = "pre" | "main" | "post";

/** What the agent reads of a task.json (AW/TaskManager.cs:580-608), and what the service reads for it. */
export interface TaskDefinition {
  readonly id: string;
  readonly name: string;
  readonly friendlyName: string;
  readonly description: string;
  readonly author: string;
  readonly help: string;
  readonly version: { readonly major: number; readonly text: string };
  readonly inputs: readonly TaskInput[];
  readonly outputVariables: readonly string[];
  /** Handlers by stage; a stage that the task does not have is absent. */
  readonly handlers: Readonly<Partial<Record<Stage, readonly HandlerData[]>>>;
  readonly restrictions: { readonly restricted: boolean; readonly allowed: readonly string[] | undefined };
}
