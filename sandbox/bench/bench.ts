import type { PartName } from "./command-line";
import type { BenchSetting } from "./bench-setting";
import type { Row } from "./report/row";
import { measureGrowth } from "./rows/growth-rows";
import { measureKeyring } from "./rows/keyring-rows";
import { measurePackages } from "./rows/package-rows";
import { countRequests } from "./rows/request-rows";
import { measureRestore } from "./rows/restore-rows";
import { measureSave } from "./rows/save-rows";
import { measureStart } from "./rows/start-rows";
import { measureStdout } from "./rows/stdout-rows";
import { timeStart } from "./rows/whole-rows";

const measurements: Readonly<Record<PartName, (setting: BenchSetting) => Promise<void>>> = {
  package: measurePackages,
  requests: countRequests,
  stdout: measureStdout,
  start: measureStart,
  keyring: measureKeyring,
  growth: measureGrowth,
  restore: measureRestore,
  save: measureSave,
  whole: timeStart,
};

/**
 * Runs the parts, each when the one before has ended: two at once would measure each other. A part that ends with an
 * error is a row that says so, beside what it measured before.
 */
export async function runBench(setting: BenchSetting, parts: ReadonlySet<PartName>): Promise<void> {
  for (const part of parts) {
    const startedAt = performance.now();
    await measurements[part](setting).catch((error: unknown) => {
      setting.report.add(failedRow(part, error));
    });
    setting.report.progress(`${part.padEnd(10)} ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
}

function failedRow(part: PartName, error: unknown): Row {
  const text = error instanceof Error ? error.message : String(error);
  const remark = text.replace(/[\s|]+/g, " ").slice(0, 200);
  return { part, what: `the part '${part}'`, unit: "s", failed: true, remark };
}
