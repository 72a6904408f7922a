import assert from "node:assert/strict";
import { runYaml } from "./agent-bench";

const show = `- checkout: none
  - script: echo "$(System.JobPositionInPhase) of $(System.TotalJobsInPhase), $SYSTEM_JOBDISPLAYNAME, $SYSTEM_PARALLELEXECUTIONTYPE."
    displayName: show`;

function shown(record: Awaited<ReturnType<typeof runYaml>>): readonly (string | undefined)[] {
  return record.jobs.map(({ steps }) => steps.find(({ displayName }) => displayName === "show")?.raw[0]);
}

describe("agent: strategy: parallel", () => {
  it("runs the job so many times, each with its place", async () => {
    const record = await runYaml(
      `jobs:\n- job: J\n  displayName: Job\n  strategy: { parallel: 3 }\n  steps:\n  ${show}\n`,
    );
    assert.deepEqual(
      shown(record),
      [1, 2, 3].map((place) => `${place} of 3, Job ${place} of 3, MultiMachine.`),
    );
    assert.match(record.log, /^##\[section\]Starting: Job 2 of 3$/m);
  });

  it("is the first of one without it, in every job of a pipeline", async () => {
    const record = await runYaml(`jobs:\n- job: A\n  steps:\n  ${show}\n- job: B\n  steps:\n  ${show}\n`);
    assert.deepEqual(shown(record), ["1 of 1, A, .", "1 of 1, B, ."]);
  });

  it("runs a job of a matrix for each leg, with its variables", async () => {
    const record = await runYaml(
      `jobs:\n- job: J\n  displayName: Job\n  variables: { word: none }\n  strategy: { maxParallel: 1, matrix: { one: { word: a }, two: { word: b } } }\n  steps:\n  ${show}\n  - script: echo "$(word)"\n    displayName: word\n`,
    );
    assert.deepEqual(shown(record), [
      "1 of 2, Job one, MultiConfiguration.",
      "2 of 2, Job two, MultiConfiguration.",
    ]);
    const words = record.jobs.map(
      ({ steps }) => steps.find(({ displayName }) => displayName === "word")?.raw[0],
    );
    assert.deepEqual(words, ["a", "b"]);
  });

  it("fails for those that depend on it when one of them fails", async () => {
    const one = `- checkout: none\n  - script: 'test "$(System.JobPositionInPhase)" != 1'`;
    const record = await runYaml(
      `jobs:\n- job: A\n  strategy: { parallel: 2 }\n  steps:\n  ${one}\n- job: B\n  dependsOn: A\n  steps:\n  ${show}\n`,
    );
    assert.deepEqual(
      record.jobs.map(({ name, result }) => [name, result]),
      [
        ["A", "Failed"],
        ["A", "Succeeded"],
        ["B", "Skipped"],
      ],
    );
  });

  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ["an empty matrix", "{ matrix: {} }", /'matrix' must have from 1 to 99 jobs, not 0/],
    ["none", "{ parallel: 0 }", /'parallel' must be from 1 to 99, not '0'/],
    ["no number", "{ parallel: many }", /'parallel' must be a whole number, not 'many'/],
    ["nothing", "{}", /'strategy' needs the key 'parallel' or 'matrix'/],
  ];
  for (const [title, strategy, message] of wrong) {
    it(`is refused with its place for ${title}`, async () => {
      await assert.rejects(
        runYaml(`jobs:\n- job: J\n  strategy: ${strategy}\n  steps:\n  ${show}\n`),
        message,
      );
    });
  }
});
