import assert from "node:assert/strict";
import { runYaml, stepOf } from "./agent-bench";

/** Counts its runs in a file of the sources folder and fails as long as `until` is not reached. */
function failUntil(until: number, fail: string): string {
  return `const fs = require("fs"); fs.appendFileSync("runs", "x");
const runs = fs.readFileSync("runs").length; console.log("run " + runs); if (runs < ${until}) { ${fail} }`;
}

async function runRetried(retries: number, main: string) {
  const yaml = `steps:\n- checkout: none\n- task: T@1\n  retryCountOnTaskFailure: ${retries}\n`;
  const tasks = [{ name: "T", files: { "main.js": main } }];
  return stepOf(await runYaml(yaml, { tasks, millisecondsPerMinute: 60 }), "T");
}

describe("agent: retryCountOnTaskFailure (TaskRunner.cs:458-478)", () => {
  const failures: [string, string][] = [
    ["an exit code", "process.exit(1);"],
    ["a result", `console.log("##vso[task.complete result=Failed]");`],
  ];
  for (const [title, fail] of failures) {
    it(`runs again after ${title}, in the same step`, async () => {
      const step = await runRetried(3, failUntil(3, fail));
      assert.equal(step.result, "Succeeded");
      assert.deepEqual(
        step.raw.filter((line) => line.startsWith("run")),
        ["run 1", "run 2", "run 3"],
      );
    });
  }

  it("fails when the last run fails", async () => {
    const step = await runRetried(1, failUntil(9, "process.exit(1);"));
    assert.equal(step.result, "Failed");
    assert.deepEqual(step.raw, ["run 1", "run 2"]);
  });
});
