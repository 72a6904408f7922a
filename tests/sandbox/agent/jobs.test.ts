import assert from "node:assert/strict";
import { runYaml, stepOf } from "./agent-bench";

describe("agent: jobs", () => {
  const job = (name: string, more: string, script = "'true'") =>
    `- job: ${name}\n  steps:\n  - checkout: none\n  - script: ${script}\n    displayName: in ${name}\n${more}`;

  it("run one after the other; conditions see the jobs that they depend on", async () => {
    const yaml = `jobs:
${job("A", "", "exit 1")}${job("B", "  dependsOn: A\n")}${job("C", "  dependsOn: [A, B]\n  condition: failed()\n")}${job("D", "")}${job("E", "  dependsOn: [A, D]\n  condition: succeeded('D')\n")}`;
    const record = await runYaml(yaml);
    assert.deepEqual(
      record.jobs.map(({ name, result }) => [name, result]),
      [
        ["A", "Failed"],
        ["B", "Skipped"],
        ["C", "Succeeded"],
        ["D", "Succeeded"],
        ["E", "Succeeded"],
      ],
    );
    assert.equal(record.result, "Failed");
    assert.match(record.log, /^Job B: Skipped$/m);
  });

  it("look through a skipped job at what stands above it", async () => {
    const yaml = `jobs:\n${job("A", "  condition: false\n")}${job("B", "  dependsOn: A\n  condition: succeededOrFailed()\n")}`;
    const record = await runYaml(yaml);
    assert.deepEqual(
      record.jobs.map(({ result }) => result),
      ["Skipped", "Skipped"],
    );
  });

  it("start afresh: variables, PATH and secrets of one do not reach the next", async () => {
    const first = `echo '##vso[task.setvariable variable=v;issecret=true]leak'`;
    const yaml = `jobs:\n${job("A", "  displayName: First job\n", JSON.stringify(first))}${job("B", "", `'echo "[$(v)]" || true'`)}`;
    const record = await runYaml(yaml);
    assert.equal(record.jobs[1]?.variables.get("v"), undefined);
    assert.match(record.log, /^##\[section\]Starting: First job$/m);
    assert.match(record.log, /^Job First job: Succeeded$/m);
  });

  it("forgive a failure with continueOnError", async () => {
    const yaml = `jobs:\n${job("A", "  continueOnError: true\n", "exit 1")}${job("B", "  dependsOn: A\n")}`;
    const record = await runYaml(yaml);
    assert.deepEqual(
      record.jobs.map(({ result }) => result),
      ["SucceededWithIssues", "Succeeded"],
    );
  });

  it("have their own variables over the pipeline's and the run's", async () => {
    const yaml = `variables: { a: pipeline, b: pipeline }
jobs:
- job: J
  variables: { b: job }
  steps:
  - checkout: none
  - { script: 'echo $(a) $(b) $(c)', displayName: s }
`;
    const record = await runYaml(yaml, { variables: { a: "run", b: "run", c: "run" } });
    assert.deepEqual(stepOf(record, "s").raw, ["pipeline job run"]);
  });

  it("fail, without a stack, when something outside of the steps goes wrong", async () => {
    const yaml = "steps:\n- checkout: none\n- task: T@1\n";
    const record = await runYaml(yaml, { tasks: [{ name: "T", files: { "%2e%2e/%2e%2e/escape.js": "" } }] });
    assert.equal(record.result, "Failed");
    assert.match(record.log, /^##\[error\].*escape\.js/m);
  });
});
