import assert from "node:assert/strict";
import { runYaml, stepOf } from "./agent-bench";
import type { BenchOptions } from "./agent-bench";

const patience = { PROCESS_SIGINT_TIMEOUT: "150", PROCESS_SIGTERM_TIMEOUT: "150" };

/** A task that says what it receives and only ends by itself, after long. */
function stubborn(...signals: readonly string[]): string {
  const handlers = signals.map((signal) => `process.on("${signal}", () => console.log("got ${signal}"));`);
  return `${handlers.join("\n")} setTimeout(() => {}, 20000); console.log("started");`;
}

/** Runs, and cancels as soon as a line with this text is written. */
async function runAndCancel(yaml: string, at: string, options: BenchOptions) {
  const cancel = new AbortController();
  const output = {
    write: (text: string) => {
      if (text.includes(at)) {
        cancel.abort();
      }
    },
  };
  return runYaml(yaml, { variables: patience, signal: cancel.signal, output, ...options });
}

const after = `
- { script: 'true', displayName: default }
- { script: 'true', displayName: always, condition: always() }
- { script: 'true', displayName: canceled, condition: canceled() }
`;

describe("agent: cancel and timeouts", () => {
  const sequences: [string, string[], string[]][] = [
    ["SIGINT alone", [], []],
    ["SIGINT, then SIGTERM", ["SIGINT"], ["got SIGINT"]],
    ["SIGINT, SIGTERM, then SIGKILL", ["SIGINT", "SIGTERM"], ["got SIGINT", "got SIGTERM"]],
  ];
  for (const [title, caught, said] of sequences) {
    it(`ends a process by ${title} (ProcessInvoker.cs:469-500)`, async () => {
      const tasks = [{ name: "T", files: { "main.js": stubborn(...caught) } }];
      const yaml = `steps:\n- checkout: none\n- task: T@1${after}`;
      const record = await runAndCancel(yaml, "started", { tasks });
      const step = stepOf(record, "T");
      assert.equal(step.result, "Canceled");
      assert.deepEqual(step.raw, ["started", ...said]);
      assert.match(step.issues[0]?.message ?? "", /^The Operation will be canceled\./);
      assert.deepEqual(
        ["default", "always", "canceled"].map((name) => stepOf(record, name).result),
        ["Skipped", "Succeeded", "Succeeded"],
      );
      assert.equal(record.result, "Canceled");
    });
  }

  it("wins over a result that the process reported (ProcessInvoker.cs:395)", async () => {
    const main = `process.on("SIGINT", () => { console.log("##vso[task.complete result=Succeeded]"); process.exit(0); });
setTimeout(() => {}, 20000); console.log("started");`;
    const record = await runAndCancel("steps:\n- checkout: none\n- task: T@1\n", "started", {
      tasks: [{ name: "T", files: { "main.js": main } }],
    });
    assert.equal(stepOf(record, "T").result, "Canceled");
  });

  it("lets a step whose condition still holds go on (StepsRunner.cs:129-189)", async () => {
    const yaml =
      "steps:\n- checkout: none\n- script: echo started; sleep 0.2; echo ended\n  displayName: s\n  condition: always()\n";
    const record = await runAndCancel(yaml, "started\n", {});
    assert.equal(stepOf(record, "s").result, "Succeeded");
    assert.ok(stepOf(record, "s").raw.includes("ended"));
    assert.equal(record.result, "Canceled");
  });

  it("stops after SIGINT with USE_GRACEFUL_PROCESS_SHUTDOWN", async () => {
    const main = `process.on("SIGINT", () => setTimeout(() => { console.log("by itself"); process.exit(0); }, 500));
process.on("SIGTERM", () => console.log("got SIGTERM")); setTimeout(() => {}, 20000); console.log("started");`;
    const record = await runAndCancel("steps:\n- checkout: none\n- task: T@1\n", "started", {
      tasks: [{ name: "T", files: { "main.js": main } }],
      variables: { ...patience, USE_GRACEFUL_PROCESS_SHUTDOWN: "true" },
    });
    assert.deepEqual(stepOf(record, "T").raw, ["started", "by itself"]);
  });

  it("fails a step that runs out of its time, and goes on with the job (StepsRunner.cs:372-399)", async () => {
    const yaml = `steps:
- checkout: none
- { script: exec sleep 20, displayName: slow, timeoutInMinutes: 1 }
- { script: 'true', displayName: failed, condition: failed() }
`;
    const record = await runYaml(yaml, { millisecondsPerMinute: 200, variables: patience });
    const step = stepOf(record, "slow");
    assert.equal(step.result, "Failed");
    assert.equal(step.issues.at(-1)?.message, "The task has timed out.");
    assert.equal(stepOf(record, "failed").result, "Succeeded");
    assert.equal(record.result, "Failed");
  });

  it("cancels a job that runs out of its time", async () => {
    const yaml = `jobs:
- job: A
  timeoutInMinutes: 1
  steps:
  - checkout: none
  - { script: exec sleep 20, displayName: slow }
- job: B
  steps:
  - checkout: none
  - { script: 'true', displayName: other }
`;
    const record = await runYaml(yaml, { millisecondsPerMinute: 1500, variables: patience });
    assert.equal(stepOf(record, "slow").result, "Canceled");
    assert.match(record.log, /^##\[error\]The job ran longer than the maximum time of 1 minutes/m);
    assert.deepEqual(
      record.jobs.map(({ result }) => result),
      ["Canceled", "Succeeded"],
    );
  });

  it("ends a cancelled job that does not come to its end (JobDispatcher.cs:1194-1226)", async () => {
    const yaml = `steps:
- checkout: none
- { script: echo started; exec sleep 20, displayName: stuck, condition: always() }
- { script: 'true', displayName: later, condition: always() }
`;
    const record = await runAndCancel(yaml, "started\n", { millisecondsPerMinute: 400 });
    assert.deepEqual(
      record.jobs[0]?.steps.map(({ displayName, result }) => [displayName, result]),
      [["stuck", "Canceled"]],
    );
    assert.equal(record.result, "Canceled");
  });

  it("after a cancelled run starts only the jobs whose condition holds", async () => {
    const job = (name: string, condition: string) => `- job: ${name}
  condition: ${condition}
  steps:
  - checkout: none
  - { script: 'echo started', displayName: step }
`;
    const yaml = `jobs:\n${job("A", "succeeded()")}${job("B", "succeeded()")}${job("C", "always()")}`;
    const record = await runAndCancel(yaml, "started", {});
    assert.deepEqual(
      record.jobs.map(({ result }) => result),
      ["Canceled", "Skipped", "Succeeded"],
    );
  });

  it("drops what a process says five seconds after done=true, and does not wait for it (NodeHandler.cs:604-610)", async () => {
    const main = `console.log("##vso[task.complete result=Succeeded;done=true]");
console.log("soon"); setInterval(() => console.log("tick"), 3000);`;
    const yaml = "steps:\n- checkout: none\n- task: T@1\n";
    const tasks = [{ name: "T", files: { "main.js": main } }];
    const record = await runYaml(yaml, { tasks, millisecondsPerMinute: 3000 });
    assert.equal(stepOf(record, "T").result, "Succeeded");
    assert.deepEqual(stepOf(record, "T").raw.slice(1), ["soon"]);
    assert.match(record.log, /Terminate orphan process/);
  });

  it("waits five seconds for a grandchild that holds the output (ProcessInvoker.cs:522-541)", async () => {
    const yaml =
      "steps:\n- checkout: none\n- script: (sleep 0.1; echo late; sleep 30) & echo now\n  displayName: s\n";
    const started = Date.now();
    const record = await runYaml(yaml, { millisecondsPerMinute: 12_000 });
    assert.deepEqual(stepOf(record, "s").raw, ["now", "late"]);
    assert.ok(Date.now() - started < 20_000);
    assert.match(record.log, /Terminate orphan process/);
  });
});
