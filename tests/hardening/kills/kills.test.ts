import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { requireClient, type Program } from "../../clients/found-clients";
import { figures } from "../figures";
import { Workplace } from "../workplace";
import type { Disturbance } from "./disturbance";
import {
  listEffects,
  disturbedTasks,
  forEachOf,
  runDisturbed,
  type Disturbed,
  type DisturbedTask,
} from "./disturbed-job";

describe("hardening: a task that is killed at any of its effects", () => {
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

  /** What is wrong with what a kill left. */
  function problemsOf({ record, left, met }: Disturbed, isTask: boolean): readonly string[] {
    const report = join(record.folder, "work", "1", "s", "report.json");
    return [
      ...left,
      ...(isTask && record.result !== "Failed" ? [`the job ended as ${record.result}`] : []),
      ...(existsSync(report) && !isJson(readFileSync(report, "utf8")) ? ["half a report"] : []),
    ].map((problem) => `${met}: ${problem}`);
  }

  /** What is wrong with the next job of the same agent. */
  async function nextProblems(task: DisturbedTask, { record, met }: Disturbed): Promise<readonly string[]> {
    const { folder } = record;
    const next = await runDisturbed(workplace, task, { script: "index.js", at: 0, how: "kill" }, { folder });
    const failed = next.record.result === "Succeeded" ? [] : [`the next job fails:\n${next.record.log}`];
    return [...failed, ...next.left.map((each) => `the next job leaves ${each}`)].map(
      (problem) => `${met}: ${problem}`,
    );
  }

  const scripts: readonly Disturbance["script"][] = ["index.js", "undo.js"];
  for (const index of [0, 1, 2, 3, 4, 5, 6, 7]) {
    it(`leaves no secret and nothing of itself, and the next job works: task ${index + 1} of 8`, async function () {
      this.timeout(300_000);
      const task = disturbedTasks(workplace, fake)[index];
      assert.ok(task !== undefined);
      const problems: string[] = [];
      for (const script of scripts) {
        const effects = await listEffects(workplace, task, script);
        assert.ok(script === "undo.js" || effects.length > 3, `${task.name}: ${effects.join()}`);
        // Behind an effect is before the next one; only what is written can be there by halves.
        const trials = effects.flatMap((name, index) => [
          { script, at: index + 1, how: "kill" } as const,
          ...(/^(?:write|append)/.test(name) ? [{ script, at: index + 1, how: "half" } as const] : []),
        ]);
        await forEachOf(trials, async (trial) => {
          const killed = await runDisturbed(workplace, task, trial);
          // The number of effects of a restore depends on how its client's output comes.
          if (killed.met === "") return;
          const found = [
            ...problemsOf(killed, script === "index.js"),
            ...(trial.how === "kill" ? await nextProblems(task, killed) : []),
          ];
          figures.kills.count(1, found.length > 0 ? 1 : 0);
          problems.push(...found.map((problem) => `${task.name}, ${script}, ${trial.how}: ${problem}`));
        });
      }
      assert.deepEqual(problems, []);
    });
  }

  it("finds a secret that a step wrote before it was killed", async () => {
    const [task] = disturbedTasks(workplace, fake);
    assert.ok(task !== undefined);
    const before = '- bash: printf %s "$TOKEN" > ~/.netrc\n  env:\n    TOKEN: $(System.AccessToken)\n';
    const killed = await runDisturbed(
      workplace,
      task,
      { script: "index.js", at: 1, how: "kill" },
      { before },
    );
    assert.ok(killed.left.some((place) => place.startsWith("after the job: home/.netrc: ")));
    figures.planted.count(1);
  });

  it("finds a folder that is left behind, and a variable that leads there", async () => {
    const [task] = disturbedTasks(workplace, fake);
    assert.ok(task !== undefined);
    const stray = "$AGENT_TEMPDIRECTORY/feedpass/stray";
    const script = `mkdir -p "${stray}"; echo "##vso[task.setvariable variable=X]${stray}"`;
    const undisturbed = { script: "index.js", at: 0, how: "kill" } as const;
    const { left } = await runDisturbed(workplace, task, undisturbed, {
      before: `- bash: ${JSON.stringify(script)}\n`,
    });
    assert.ok(left.includes("stray after the post-job step"), left.join("\n"));
    assert.ok(
      left.some((place) => place.startsWith("variable X leads to ")),
      left.join("\n"),
    );
    figures.planted.count(2);
  });

  it("meets each effect that it is to meet, also the first and in the middle", async () => {
    const [task] = disturbedTasks(workplace, fake);
    assert.ok(task !== undefined);
    const { met, record } = await runDisturbed(workplace, task, { script: "index.js", at: 1, how: "half" });
    assert.equal(met, "met 1: writeSync");
    assert.equal(
      record.jobs[0]?.steps.find(({ displayName }) => displayName === "AuthenticateUv")?.result,
      "Failed",
    );
    assert.match(record.log, /Exit code 137/);
    const { record: next } = await runDisturbed(workplace, task, {
      script: "index.js",
      at: 1000,
      how: "kill",
    });
    assert.equal(next.result, "Succeeded");
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
