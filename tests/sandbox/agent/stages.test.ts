import assert from "node:assert/strict";
import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { environmentOf, printEnvironment, printLines, runYaml, stepOf } from "./agent-bench";
import type { TestTask } from "./agent-bench";

const node = (target: string) => ({ Node20_1: { target }, Node24: { target } });

function staged(name: string, id: string, files: Record<string, string>): TestTask {
  const manifest = {
    id: `${id.repeat(8)}-0000-4000-8000-000000000000`,
    prejobexecution: node("pre.js"),
    execution: node("main.js"),
    postjobexecution: node("post.js"),
  };
  const silent = { "pre.js": "", "main.js": "", "post.js": "" };
  return { name, manifest, files: { ...silent, ...files } };
}

const two = "steps:\n- checkout: none\n- task: A@1\n- task: B@1\n";

describe("agent: stages of a job", () => {
  it("runs all pre-job stages, the main ones, then post-job in reverse (JobExtension.cs:333, 547-550)", async () => {
    const record = await runYaml(two, { tasks: [staged("A", "a", {}), staged("B", "b", {})] });
    assert.deepEqual(
      record.jobs[0]?.steps.map(({ displayName, stage, result }) => [displayName, stage, result]),
      [
        ["Pre-job: A", "pre", "Succeeded"],
        ["Pre-job: B", "pre", "Succeeded"],
        ["A", "main", "Succeeded"],
        ["B", "main", "Succeeded"],
        ["Post-job: B", "post", "Succeeded"],
        ["Post-job: A", "post", "Succeeded"],
      ],
    );
  });

  it("after a failed pre-job stage skips the main stages and runs every post-job stage", async () => {
    const record = await runYaml(two, {
      tasks: [staged("A", "a", { "pre.js": "process.exit(1)" }), staged("B", "b", {})],
    });
    assert.deepEqual(
      record.jobs[0]?.steps.map(({ result }) => result),
      ["Failed", "Skipped", "Skipped", "Skipped", "Succeeded", "Succeeded"],
    );
    assert.equal(record.result, "Failed");
    assert.match(stepOf(record, "A").log.join("\n"), /Skipping step due to condition evaluation\./);
  });

  it("shares task variables between the stages of one instance only (JobExtension.cs:387-388)", async () => {
    const set = printLines("##vso[task.settaskvariable variable=my.state;issecret=true]kept", "kept");
    const files = { "pre.js": set, "main.js": printEnvironment, "post.js": printEnvironment };
    const record = await runYaml(two, {
      tasks: [staged("A", "a", files), staged("B", "b", { "main.js": printEnvironment })],
    });
    assert.equal(environmentOf(stepOf(record, "A"))["VSTS_TASKVARIABLE_MY_STATE"], "kept");
    assert.equal(environmentOf(stepOf(record, "Post-job: A"))["VSTS_TASKVARIABLE_MY_STATE"], "kept");
    assert.equal(environmentOf(stepOf(record, "B"))["VSTS_TASKVARIABLE_MY_STATE"], undefined);
    assert.ok(stepOf(record, "Pre-job: A").log.includes("***"));
  });

  it("resolves inputs afresh for the post-job stage", async () => {
    const manifest = {
      inputs: [{ name: "text", type: "string", label: "t" }],
      postjobexecution: node("post.js"),
    };
    const files = {
      "main.js": printLines("##vso[task.setvariable variable=late]1"),
      "post.js": printEnvironment,
    };
    const yaml = "steps:\n- checkout: none\n- task: A@1\n  inputs: { text: $(late) }\n";
    const record = await runYaml(yaml, { tasks: [{ name: "A", manifest, files }] });
    assert.equal(environmentOf(stepOf(record, "Post-job: A"))["INPUT_TEXT"], "1");
  });

  it("runs main in System.DefaultWorkingDirectory, with stdin closed (NodeHandler.cs:197-206)", async () => {
    const main = `console.log(process.cwd()); process.stdin.on("end", () => console.log("end of input")).resume();`;
    const record = await runYaml(two, {
      tasks: [staged("A", "a", { "main.js": main }), staged("B", "b", {})],
    });
    const [folder, end] = stepOf(record, "A").raw;
    assert.match(folder ?? "", /\/_work\/1\/s$/);
    assert.equal(end, "end of input");
  });

  it("scans stderr as stdout; it never fails the step (NodeHandler.cs:604-618)", async () => {
    const main = `console.error("##vso[task.setvariable variable=fromErr]1"); console.error("plain");`;
    const record = await runYaml(two, {
      tasks: [staged("A", "a", { "main.js": main }), staged("B", "b", {})],
    });
    assert.equal(record.result, "Succeeded");
    assert.equal(record.jobs[0]?.variables.get("fromErr")?.value, "1");
    assert.ok(stepOf(record, "A").log.includes("plain"));
  });

  it("an exit code fails the step, whatever task.complete said (NodeHandler.cs:312-349)", async () => {
    const main = `${printLines("##vso[task.complete result=Succeeded]")} process.exit(3);`;
    const record = await runYaml(two, {
      tasks: [staged("A", "a", { "main.js": main }), staged("B", "b", {})],
    });
    const step = stepOf(record, "A");
    assert.equal(step.result, "Failed");
    assert.match(
      step.issues[0]?.message ?? "",
      /^Exit code 3 returned from process: file name '.+', arguments '".+main\.js"'\.$/,
    );
  });

  it("continueOnError makes a failure SucceededWithIssues, and the job goes on (StepsRunner.cs:471-475)", async () => {
    const yaml =
      "steps:\n- checkout: none\n- script: exit 1\n  displayName: one\n  continueOnError: true\n- script: 'true'\n  displayName: two\n";
    const record = await runYaml(yaml);
    assert.deepEqual(
      [stepOf(record, "one").result, stepOf(record, "two").result],
      ["SucceededWithIssues", "Succeeded"],
    );
    assert.equal(record.result, "SucceededWithIssues");
  });

  it("evaluates conditions with the job's status and variables; a failing one fails its step", async () => {
    const yaml = `variables: { kind: fast }
steps:
- checkout: none
- { script: exit 1, displayName: fails }
- { script: 'true', displayName: default }
- { script: 'true', displayName: on failure, condition: failed() }
- { script: 'true', displayName: by variable, condition: "and(always(), eq(variables['Agent.JobStatus'], 'Failed'), eq(variables.kind, 'FAST'))" }
- { script: 'true', displayName: broken, condition: "gt(1, 'x')" }
- { script: 'true', displayName: off, enabled: false }
`;
    const record = await runYaml(yaml);
    assert.deepEqual(
      record.jobs[0]?.steps.map(({ displayName, result }) => [displayName, result]),
      [
        ["fails", "Failed"],
        ["default", "Skipped"],
        ["on failure", "Succeeded"],
        ["by variable", "Succeeded"],
        ["broken", "Failed"],
      ],
    );
  });

  it("wipes the temp folder at start and end, and deletes _work/.taskkey (TempDirectoryManager.cs:30-85)", async () => {
    const main = `const fs = require("fs"), path = require("path");
console.log("found " + fs.readdirSync(process.env.AGENT_TEMPDIRECTORY).length);
fs.writeFileSync(path.join(process.env.AGENT_TEMPDIRECTORY, ".taskkey"), "k");
fs.writeFileSync(path.join(process.env.AGENT_WORKFOLDER, ".taskkey"), "k");`;
    const jobs = ["A", "B"]
      .map((name) => `- job: ${name}\n  steps:\n  - checkout: none\n  - task: T@1\n`)
      .join("");
    const record = await runYaml(`jobs:\n${jobs}`, {
      tasks: [{ name: "T", files: { "main.js": main } }],
      inspect: async (folder) => {
        await assert.rejects(access(path.join(folder, "_work/_temp/.taskkey")));
        await assert.rejects(access(path.join(folder, "_work/.taskkey")));
        await access(path.join(folder, "_work/_temp"));
      },
    });
    assert.deepEqual(
      record.jobs.flatMap((job) => job.steps.flatMap((step) => step.raw)),
      ["found 0", "found 0"],
    );
  });

  it("kills what a step left behind, unless it dropped VSTS_PROCESS_LOOKUP_ID (JobExtension.cs:653-713)", async () => {
    const yaml = `steps:
- checkout: none
- script: |
    sleep 60 > /dev/null 2>&1 & echo "kept $!"
    env -u VSTS_PROCESS_LOOKUP_ID sleep 60 > /dev/null 2>&1 & dropped=$!
    until grep -q ^sleep /proc/$dropped/cmdline; do sleep 0.01; done
    echo "dropped $dropped"
  displayName: leave
`;
    const record = await runYaml(yaml);
    const [kept, dropped] = stepOf(record, "leave").raw.map((line) => Number(line.split(" ")[1]));
    assert.ok(kept !== undefined && dropped !== undefined);
    assert.match(record.log, new RegExp(`Terminate orphan process: pid \\(${kept}\\)`));
    assert.ok(!record.log.includes(`(${dropped})`));
    assert.equal(process.kill(dropped, "SIGKILL"), true);
    await waitForEnd(kept);
  });

  it("unpacks a task with its marker under name, id and version (TaskManager.cs:164-330)", async () => {
    await runYaml("steps:\n- checkout: none\n- task: T@1\n", {
      tasks: [{ name: "T", files: { "main.js": "" } }],
      inspect: async (folder) => {
        const task = path.join(folder, "_work/_tasks/T_33333333-3333-4333-8333-333333333333/1.2.3");
        assert.match(await readFile(path.join(task, "task.json"), "utf8"), /"T task"/);
        await access(`${task}.completed`);
      },
    });
  });
});

async function waitForEnd(pid: number): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    // A zombie waits only for its new parent to notice.
    if (state === "" || /\) Z /.test(state)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(`process ${pid} is still alive`);
}
