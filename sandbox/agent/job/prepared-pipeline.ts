import type { AgentRun } from "../agent-run";
import type { JobDefinition, StepDefinition, TaskStepDefinition } from "../pipeline/pipeline-definition";
import { readPipelineFile } from "../pipeline/pipeline-file";
import { TaskCatalog } from "../task/task-catalog";
import { resolveInstanceInputs } from "../task/task-inputs";
import { readPackagedTasks } from "../task/task-package";
import type { PackagedTask } from "../task/task-package";

export interface PreparedTaskStep {
  readonly kind: "task";
  readonly definition: TaskStepDefinition;
  readonly packaged: PackagedTask;
  /** By lower-case name, as the service would send them. */
  readonly inputs: ReadonlyMap<string, string>;
}

export interface PreparedPlainStep {
  readonly kind: "plain";
  readonly definition: Exclude<StepDefinition, TaskStepDefinition>;
}

/** A step whose task and inputs are known to be right. */
export type PreparedStep = PreparedTaskStep | PreparedPlainStep;

export interface PreparedJob {
  readonly definition: JobDefinition;
  /** Without disabled steps: the service does not send them. */
  readonly steps: readonly PreparedStep[];
}

/**
 * Reads the pipeline file and the extensions, and resolves every task and input, before anything runs.
 * @throws PipelineFileError, or Error for an extension that cannot be read.
 */
export async function preparePipeline(run: AgentRun): Promise<PreparedJob[]> {
  const pipeline = await readPipelineFile(run.pipelineFile);
  const packages = await Promise.all(run.extensions.map((file) => readPackagedTasks(file)));
  const catalog = new TaskCatalog(packages.flat());
  return pipeline.jobs.map((definition) => ({
    definition,
    steps: definition.steps.map((step) => prepareStep(run, catalog, step)).filter(isEnabled),
  }));
}

function isEnabled(step: PreparedStep): boolean {
  return step.definition.enabled;
}

function prepareStep(run: AgentRun, catalog: TaskCatalog, definition: StepDefinition): PreparedStep {
  if (definition.kind !== "task") {
    return { kind: "plain", definition };
  }
  const packaged = catalog.find(definition.reference);
  if ("reason" in packaged) {
    throw definition.complain(definition.reference, packaged.reason);
  }
  const inputs = resolveInstanceInputs(definition, packaged.definition, (nameOrId) => {
    const wanted = nameOrId.toLowerCase();
    const connections = run.serviceConnections ?? [];
    return connections.find(({ id, name }) => [id.toLowerCase(), name.toLowerCase()].includes(wanted))?.id;
  });
  return { kind: "task", definition, packaged, inputs };
}
