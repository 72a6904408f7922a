import type { StrategyDefinition } from "./pipeline-definition";
import { readVariables } from "./variable-reader";
import type { Field, YamlSource } from "./yaml-source";

/** More jobs than this are a slip of the pen: the service takes no more than 99 of one phase. */
const most = 99;

/**
 * Which jobs a `strategy` makes of one. `maxParallel` says how many run at once: here one does.
 * Source: learn.microsoft.com "jobs.job.strategy definition".
 */
export function readStrategy(source: YamlSource, field: Field | undefined): StrategyDefinition {
  if (field === undefined) {
    return { kind: "none" };
  }
  const fields = source.fields(field.value, "strategy", ["parallel", "matrix", "maxParallel"]);
  const matrix = fields.get("matrix");
  if (matrix !== undefined) {
    return readMatrix(source, matrix);
  }
  const parallel = fields.get("parallel");
  if (parallel === undefined) {
    throw source.errorAt(field.value, "strategy", "'strategy' needs the key 'parallel' or 'matrix'");
  }
  const count = source.wholeNumber(parallel, "parallel");
  if (count < 1 || count > most) {
    throw source.errorAt(parallel.value, "parallel", `'parallel' must be from 1 to ${most}, not '${count}'`);
  }
  return { kind: "parallel", count };
}

/** One job for each key, with its variables. */
function readMatrix(source: YamlSource, field: Field): StrategyDefinition {
  const legs = [...source.anyFields(field.value, "matrix")].map(([name, leg]) => ({
    name,
    variables: readVariables(source, leg),
  }));
  if (legs.length === 0 || legs.length > most) {
    throw source.errorAt(
      field.value,
      "matrix",
      `'matrix' must have from 1 to ${most} jobs, not ${legs.length}`,
    );
  }
  return { kind: "matrix", legs };
}
