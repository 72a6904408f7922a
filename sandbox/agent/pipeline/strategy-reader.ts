import type { Field, YamlSource } from "./yaml-source";

/** More jobs than this are a slip of the pen: the service takes no more than 99 of one phase. */
const most = 99;

/**
 * How many jobs a `strategy` makes of one; only `parallel` is known here.
 * Source: learn.microsoft.com "jobs.job.strategy definition".
 */
export function readParallel(source: YamlSource, field: Field | undefined): number {
  if (field === undefined) {
    return 1;
  }
  const parallel = source.fields(field.value, "strategy", ["parallel"]).get("parallel");
  if (parallel === undefined) {
    throw source.errorAt(field.value, "strategy", "'strategy' needs the key 'parallel'");
  }
  const count = source.wholeNumber(parallel, "parallel");
  if (count < 1 || count > most) {
    throw source.errorAt(parallel.value, "parallel", `'parallel' must be from 1 to ${most}, not '${count}'`);
  }
  return count;
}
