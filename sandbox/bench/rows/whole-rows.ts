import { spawn } from "node:child_process";
import type { BenchSetting } from "../bench-setting";

/** Times `npm start` in this clone, which is warm: the set-up has run before the bench. */
export async function timeStart({ clone, report }: BenchSetting): Promise<void> {
  const startedAt = performance.now();
  const code = await new Promise<number>((resolve, reject) => {
    const child = spawn(process.execPath, ["build/start.mjs"], { cwd: clone, stdio: "ignore" });
    child.on("error", reject);
    child.on("close", (status) => {
      resolve(status ?? 1);
    });
  });
  const remark = code === 0 ? {} : { remark: `npm start ended with ${code}` };
  const value = (performance.now() - startedAt) / 1000;
  report.add({
    part: "whole",
    what: "npm start, warm clone",
    value,
    unit: "s",
    limit: 120,
    aim: 60,
    ...remark,
  });
}
