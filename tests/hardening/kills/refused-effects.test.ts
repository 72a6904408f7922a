import assert from "node:assert/strict";
import { chmodSync, existsSync, writeFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { requireClient, type Program } from "../../clients/found-clients";
import { figures } from "../figures";
import { Workplace } from "../workplace";
import { listEffects, disturbedTasks, forEachOf, runDisturbed, type Disturbed } from "./disturbed-job";

const codes = ["ENOSPC", "EACCES", "EROFS"] as const;

describe("hardening: a task that the machine refuses an effect", () => {
  let workplace: Workplace;
  let fake: Program;

  before(async function () {
    if (process.platform === "win32") this.skip();
    workplace = await Workplace.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
    fake = { path: join(workplace.folder, "uv"), version: "0" };
    writeFileSync(fake.path, "#!/bin/sh\nexit 0\n");
    chmodSync(fake.path, 0o755);
  });

  after(() => workplace.close());

  for (const index of [0, 1, 2, 3, 4, 5, 6, 7]) {
    it(`says what to do, and does nothing by halves: task ${index + 1} of 8`, async function () {
      this.timeout(300_000);
      const task = disturbedTasks(workplace, fake)[index];
      assert.ok(task !== undefined);
      const effects = await listEffects(workplace, task, "index.js");
      const problems: string[] = [];
      const places = effects.flatMap((name, index) =>
        isOnFiles(name) ? [{ at: index + 1, how: codes[index % codes.length] ?? "EROFS" }] : [],
      );
      await forEachOf(places, async ({ at, how }) => {
        const refused = await runDisturbed(workplace, task, { script: "index.js", at, how });
        if (!isRefused(refused)) return;
        const found = problemsOf(refused);
        figures.failedEffects.count(1, found.length > 0 ? 1 : 0);
        problems.push(
          ...found.map((problem) => `${task.name}, ${refused.met}, ${how}: ${problem}: ${errorsOf(refused)}`),
        );
      });
      assert.deepEqual(problems, []);
    });
  }

  it("is found where a failure is a defect, or half of it is done", async () => {
    const [task] = disturbedTasks(workplace, fake);
    assert.ok(task !== undefined);
    const refused = await runDisturbed(workplace, task, { script: "index.js", at: 3, how: "ENOSPC" });
    assert.ok(isRefused(refused), refused.met);
    const { record } = refused;
    const planted = [
      { ...record, result: "Succeeded" as const },
      { ...record, log: record.log.replace("cannot be written", "in a way it should not") },
      { ...record, log: `${record.log}##[error]at Object.writeFileSync (index.js:1:1)` },
    ];
    for (const each of planted) assert.notDeepEqual(problemsOf({ ...refused, record: each }), []);
    assert.deepEqual(problemsOf(refused), []);
    figures.planted.count(planted.length);
  });
});

function errorsOf({ record }: Disturbed): string {
  const issues = record.jobs.flatMap(({ steps }) => steps.flatMap((step) => step.issues));
  return issues.map(({ message }) => message).join("; ");
}

/** Whether what was met is an effect on files: others are not refused. */
function isRefused({ met }: Disturbed): boolean {
  return met !== "" && isOnFiles(met);
}

function isOnFiles(name: string): boolean {
  return !/spawn|writeSync/.test(name);
}

function problemsOf({ record, left }: Disturbed): readonly string[] {
  const { result, log, folder } = record;
  return [
    ...left,
    ...(result === "Failed" ? [] : [`the job ended as ${result}`]),
    ...(/in a way it should not|^\s+at .*\.js:\d+|##\[error\]at /m.test(log)
      ? ["it is told as a defect"]
      : []),
    ...(/cannot be written|could not be/.test(log) ? [] : ["nothing says what cannot be written"]),
    ...(isGoodReport(join(folder, "work", "1", "s", "report.json")) ? ["a report tells of no failure"] : []),
  ];
}

/** Whether there is a report that tells of no project that failed: half a result. */
function isGoodReport(path: string): boolean {
  if (!existsSync(path)) return false;
  const { projects } = JSON.parse(readFileSync(path, "utf8")) as { projects: readonly { result: string }[] };
  return !projects.some(({ result }) => result === "failed");
}
