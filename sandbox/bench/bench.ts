import type { PartName } from "./command-line";
import type { BenchSetting } from "./bench-setting";
import { measureGrowth } from "./rows/growth-rows";
import { measurePackages } from "./rows/package-rows";
import { countRequests } from "./rows/request-rows";
import { describeRestore } from "./rows/restore-rows";
import { measureSave } from "./rows/save-rows";
import { measureStart } from "./rows/start-rows";
import { measureStdout } from "./rows/stdout-rows";
import { timeStart } from "./rows/whole-rows";

const measurements: Readonly<Record<PartName, (setting: BenchSetting) => Promise<void>>> = {
  package: measurePackages,
  requests: countRequests,
  stdout: measureStdout,
  start: measureStart,
  growth: measureGrowth,
  restore: describeRestore,
  save: measureSave,
  whole: timeStart,
};

/** Runs the parts, each when the one before has ended: two at once would measure each other. */
export async function runBench(setting: BenchSetting, parts: ReadonlySet<PartName>): Promise<void> {
  for (const part of parts) {
    const startedAt = performance.now();
    await measurements[part](setting);
    setting.report.progress(`${part.padEnd(10)} ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
}
