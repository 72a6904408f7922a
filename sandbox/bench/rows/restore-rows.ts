import type { BenchSetting } from "../bench-setting";

/** A place in the table for `restore` beside the bare client, which nothing measures yet. */
export function describeRestore({ report }: BenchSetting): Promise<void> {
  report.add({
    part: "restore",
    what: "restore-upstream restore ÷ the bare client",
    unit: "÷",
    limit: 1.08,
    aim: 1.03,
    remark: "the bench does not measure this yet",
  });
  return Promise.resolve();
}
