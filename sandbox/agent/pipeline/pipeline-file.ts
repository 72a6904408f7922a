import { readFile } from "node:fs/promises";
import { defaultCondition } from "./condition-reader";
import { readJob } from "./job-reader";
import type { JobDefinition, PipelineDefinition, VariableDefinition } from "./pipeline-definition";
import { PipelineFileError } from "./pipeline-file-error";
import { readStep } from "./step-reader";
import { readVariables } from "./variable-reader";
import { YamlSource } from "./yaml-source";
import type { Field } from "./yaml-source";

const ignoredKeys = ["trigger", "pr", "pool", "name"];

/**
 * Reads a pipeline file: `steps`, or `jobs` that run one after the other.
 * @throws PipelineFileError that names file, line, column and the key that is not understood.
 */
export async function readPipelineFile(file: string): Promise<PipelineDefinition> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PipelineFileError({ file, line: 0, column: 0 }, "", `cannot be read: ${reason}`);
  });
  return parsePipeline(file, text);
}

/** As `readPipelineFile`, of a text already read. */
export function parsePipeline(file: string, text: string): PipelineDefinition {
  const source = new YamlSource(file, text);
  const known = ["variables", "steps", "jobs", ...ignoredKeys];
  const fields = source.fields(source.root, "a pipeline", known);
  const variables = readVariables(source, fields.get("variables"));
  const steps = fields.get("steps");
  const jobs = fields.get("jobs");
  if (jobs !== undefined && steps === undefined) {
    return { file, jobs: readJobs(source, jobs, variables) };
  }
  if (steps === undefined || jobs !== undefined) {
    const place = jobs?.key ?? source.root;
    throw source.errorAt(place, jobs === undefined ? "steps" : "jobs", "expected either 'steps' or 'jobs'");
  }
  return { file, jobs: [makeSingleJob(source, steps, variables)] };
}

function readJobs(
  source: YamlSource,
  field: Field,
  variables: readonly VariableDefinition[],
): JobDefinition[] {
  const jobs: JobDefinition[] = [];
  for (const node of source.items(field, "jobs")) {
    const earlier = jobs.map((job) => job.name.toLowerCase());
    jobs.push(readJob(source, node, variables, earlier));
  }
  return jobs;
}

/** The job that the service makes of a file with steps only. */
function makeSingleJob(
  source: YamlSource,
  steps: Field,
  variables: readonly VariableDefinition[],
): JobDefinition {
  return {
    name: "__default",
    displayName: "Job",
    dependsOn: [],
    condition: defaultCondition(),
    continueOnError: false,
    timeoutInMinutes: 60,
    strategy: { kind: "none" },
    variables,
    steps: source.items(steps, "steps").map((step) => readStep(source, step)),
  };
}
