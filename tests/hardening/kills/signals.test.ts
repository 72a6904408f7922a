import assert from "node:assert/strict";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { requireClient, type Program } from "../../clients/found-clients";
import { figures } from "../figures";
import { commandLine, descendantsOf } from "../leaks/command-lines";
import { lockedProject, taskStep } from "../projects";
import { Workplace } from "../workplace";
import { listEffects, disturbedTasks, forEachOf, runDisturbed, type Disturbed } from "./disturbed-job";

describe("hardening: a task that is told to end", () => {
  let workplace: Workplace;
  let fake: Program;

  before(async function () {
    if (process.platform !== "linux") this.skip();
    workplace = await Workplace.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
    fake = program("uv", "exit 0");
  });

  after(() => workplace.close());

  function program(name: string, script: string): Program {
    const path = join(workplace.folder, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return { path, version: "0" };
  }

  for (const index of [0, 1, 2, 3, 4, 5, 6, 7]) {
    it(`leaves nothing at any of its effects: task ${index + 1} of 8`, async function () {
      this.timeout(300_000);
      const task = disturbedTasks(workplace, fake)[index];
      assert.ok(task !== undefined);
      const effects = await listEffects(workplace, task, "index.js");
      const problems: string[] = [];
      const moments = effects.map((_, index) => index + 1);
      await forEachOf(moments, async (at) => {
        const how = at % 2 === 0 ? "SIGINT" : "SIGTERM";
        const told = await runDisturbed(workplace, task, { script: "index.js", at, how });
        if (told.met === "") return;
        const found = problemsOf(told);
        figures.signals.count(1, found.length > 0 ? 1 : 0);
        problems.push(...found.map((problem) => `${task.name}, ${told.met}, ${how}: ${problem}`));
      });
      assert.deepEqual(problems, []);
    });
  }

  for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
    it(`ends its client, and what that started, on ${signal}`, async function () {
      this.timeout(60_000);
      await figures.signals.try(async () => {
        const pids = join(workplace.folder, `pids-${signal}`);
        const client = program(
          "uv",
          `trap '' INT TERM; sleep 300 & echo $! > '${pids}'; echo $$ >> '${pids}'; echo started; wait; wait`,
        );
        let isTold = false;
        const { result, log } = await workplace.run({
          steps: `steps:\n${taskStep("RestoreUpstream@1", { feed: "Fabrikam Fiber/fiber", packageManagers: "uv" })}`,
          sources: lockedProject(),
          programs: [client.path],
          onOutput: (text) => {
            if (isTold || !/^started$/m.test(text)) return;
            isTold = true;
            process.kill(taskProcess(), signal);
          },
        });
        assert.ok(isTold, log);
        assert.equal(result, "Failed", log);
        const started = readFileSync(pids, "utf8").trim().split("\n").map(Number);
        for (let round = 0; round < 50 && started.some(isRunning); round += 1) await wait(100);
        assert.deepEqual(started.filter(isRunning), [], log);
      });
    });
  }

  it("sees a process that goes on, and a job that says all is well", async () => {
    assert.ok(isRunning(process.pid));
    assert.ok(!isRunning(2 ** 22 + 1));
    const [task] = disturbedTasks(workplace, fake);
    assert.ok(task !== undefined);
    const told = await runDisturbed(workplace, task, { script: "index.js", at: 0, how: "SIGINT" });
    assert.deepEqual(problemsOf(told), ["the job ended as Succeeded, and what was to be done is not"]);
    figures.planted.count(2);
  });
});

/** A signal that comes when all is done changes nothing; before, the step fails, and not as a defect. */
function problemsOf({ record, left }: Disturbed): readonly string[] {
  const { log, result } = record;
  const isDone = /^Restored 1 project|^Read the lock file/m.test(log);
  return [
    ...left,
    ...(/in a way it should not|^\s+at .*\.js:\d+/m.test(log) ? ["it is told as a defect"] : []),
    ...(result === "Failed" || (result === "Succeeded" && isDone)
      ? []
      : [`the job ended as ${result}, and what was to be done is not`]),
  ];
}

function taskProcess(): number {
  const pid = descendantsOf(process.pid).find((each) =>
    /RestoreUpstream\S*index\.js/.test(commandLine(each)),
  );
  return pid ?? assert.fail("the task does not run");
}

/** A process that ended and that nobody has collected yet is a zombie, which has no command line. */
function isRunning(pid: number): boolean {
  return commandLine(pid) !== "";
}
