import { readFile } from "node:fs/promises";
import { defaultCondition } from "./condition-reader";
import { readContainers } from "./container-reader";
import { readJob, readPlace } from "./job-reader";
import type { Inherited } from "./job-reader";
import type { JobDefinition, PipelineDefinition } from "./pipeline-definition";
import { PipelineFileError } from "./pipeline-file-error";
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
  const known = ["variables", "resources", "container", "steps", "jobs", ...ignoredKeys];
  const fields = source.fields(source.root, "a pipeline", known);
  const inherited: Inherited = {
    variables: readVariables(source, fields.get("variables")),
    containers: readContainers(source, fields.get("resources")),
  };
  const steps = fields.get("steps");
  const jobs = fields.get("jobs");
  if (jobs !== undefined && steps === undefined) {
    return { file, jobs: readJobs(source, jobs, inherited) };
  }
  if (steps === undefined || jobs !== undefined) {
    const place = jobs?.key ?? source.root;
    throw source.errorAt(place, jobs === undefined ? "steps" : "jobs", "expected either 'steps' or 'jobs'");
  }
  const place = readPlace(source, { container: fields.get("container"), steps }, inherited.containers);
  return { file, jobs: [makeSingleJob(place, inherited)] };
}

function readJobs(source: YamlSource, field: Field, inherited: Inherited): JobDefinition[] {
  const jobs: JobDefinition[] = [];
  for (const node of source.items(field, "jobs")) {
    const earlier = jobs.map((job) => job.name.toLowerCase());
    jobs.push(readJob(source, node, inherited, earlier));
  }
  return jobs;
}

/** The job that the service makes of a file with steps only. */
function makeSingleJob(
  place: Pick<JobDefinition, "container" | "containers" | "steps">,
  { variables }: Inherited,
): JobDefinition {
  return {
    ...place,
    name: "__default",
    displayName: "Job",
    dependsOn: [],
    condition: defaultCondition(),
    continueOnError: false,
    timeoutInMinutes: 60,
    strategy: { kind: "none" },
    variables,
  };
}
