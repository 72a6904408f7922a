import assert from "node:assert/strict";
import { parsePipeline } from "../../../sandbox/agent/pipeline/pipeline-file";
import { PipelineFileError, runPipeline } from "../../../sandbox/agent/run-pipeline";
import { runYaml } from "./agent-bench";
import type { BenchOptions } from "./agent-bench";

const steps = "steps:\n- script: echo\n";

describe("agent: pipeline files", () => {
  it("reads steps as one job, and variables in both forms", () => {
    const map = parsePipeline("p.yml", `variables:\n  a: 1\n  b: 'x'\n${steps}`);
    const list = parsePipeline("p.yml", `variables:\n- name: a\n  value: 1\n  readonly: true\n${steps}`);
    assert.deepEqual(
      map.jobs.map(({ name, displayName, variables }) => ({ name, displayName, variables })),
      [
        {
          name: "__default",
          displayName: "Job",
          variables: [
            { name: "a", value: "1", readOnly: false },
            { name: "b", value: "x", readOnly: false },
          ],
        },
      ],
    );
    assert.deepEqual(list.jobs[0]?.variables, [{ name: "a", value: "1", readOnly: true }]);
  });

  it("accepts and ignores trigger, pr, pool and name", () => {
    const text = `trigger: [main]\npr: none\nname: $(Rev:r)\npool: { vmImage: x }\n${steps}`;
    assert.equal(parsePipeline("p.yml", text).jobs.length, 1);
  });

  it("puts the pipeline's variables before the job's", () => {
    const text = "variables: { a: 1 }\njobs:\n- job: J\n  variables: { a: 2 }\n  steps: []\n";
    const { variables } = parsePipeline("p.yml", text).jobs[0] ?? assert.fail();
    assert.deepEqual(
      variables.map(({ value }) => value),
      ["1", "2"],
    );
  });

  const refused: [string, string, number, number, string][] = [
    ["an unknown key", `stages: []\n${steps}`, 1, 1, "stages"],
    ["an unknown step", "steps:\n- powershell: x\n", 2, 3, "powershell"],
    ["a template", "steps:\n- template: x.yml\n", 2, 3, "template"],
    ["an unknown key of a step", "steps:\n- script: x\n  shell: y\n", 3, 3, "shell"],
    [
      "a deployment strategy",
      "jobs:\n- job: J\n  strategy: { runOnce: {} }\n  steps: []\n",
      3,
      15,
      "runOnce",
    ],
    ["a deployment", "jobs:\n- deployment: D\n  steps: []\n", 2, 3, "deployment"],
    ["a template expression", "steps:\n- script: echo ${{ parameters.x }}\n", 2, 11, "${{ }}"],
    ["a runtime expression", `variables:\n  a: $[ 1 ]\n${steps}`, 2, 6, "$[ ]"],
    ["a variable group", `variables:\n- group: g\n${steps}`, 2, 3, "group"],
    ["an anchor", `variables: { a: &x 1, b: *x }\n${steps}`, 1, 26, "*x"],
    ["a bad condition", "steps:\n- script: x\n  condition: eq(1)\n", 3, 14, "condition"],
    [
      "a later place in a condition",
      "steps:\n- script: x\n  condition: and(true, foo())\n",
      3,
      24,
      "condition",
    ],
    ["a text for a number", "steps:\n- script: x\n  timeoutInMinutes: soon\n", 3, 21, "timeoutInMinutes"],
    ["a text for a boolean", "steps:\n- script: x\n  enabled: maybe\n", 3, 12, "enabled"],
    ["another checkout", "steps:\n- checkout: git://x\n", 2, 13, "checkout"],
    ["a container", "steps:\n- script: x\n  target: box\n", 3, 11, "container"],
    ["a dependency on a later job", "jobs:\n- job: A\n  dependsOn: B\n  steps: []\n", 3, 14, "dependsOn"],
    ["two jobs of one name", "jobs:\n- { job: A, steps: [] }\n- { job: a, steps: [] }\n", 3, 3, "job"],
    ["steps and jobs", "jobs: []\nsteps: []\n", 1, 1, "jobs"],
    ["neither steps nor jobs", "trigger: none\n", 1, 1, "steps"],
    ["broken YAML", "steps: [\n", 2, 1, ""],
    ["a doubled key", "steps: []\nsteps: []\n", 2, 1, ""],
  ];
  for (const [title, text, line, column, key] of refused) {
    it(`refuses ${title} with line, column and key`, () => {
      assert.throws(
        () => parsePipeline("p.yml", text),
        (error) => {
          assert.ok(error instanceof PipelineFileError, String(error));
          assert.deepEqual(
            { file: error.file, line: error.line, column: error.column, key: error.key },
            { file: "p.yml", line, column, key },
          );
          assert.match(error.message, new RegExp(`^p\\.yml:${line}:${column}: .+`));
          return true;
        },
      );
    });
  }

  const inputs = [
    { name: "feeds", type: "string", label: "f", required: true, aliases: ["feed"] },
    { name: "connection", type: "connectedService:x", label: "c" },
    { name: "mode", type: "string", label: "m", defaultValue: "easy" },
    { name: "extra", type: "string", label: "e", required: true, visibleRule: "mode = hard" },
  ];
  const tasks: BenchOptions = { tasks: [{ name: "Feed", manifest: { inputs } }] };
  const unresolved: [string, string, number, string][] = [
    ["an unknown task", "- task: Nope@1", 2, "Nope@1"],
    ["another major version", "- task: Feed@2", 2, "Feed@2"],
    ["a task without version", "- task: Feed", 2, "Feed"],
    ["an unknown input", "- task: Feed@1\n  inputs:\n    feeds: a\n    color: red", 5, "color"],
    ["an input twice by its alias", "- task: Feed@1\n  inputs:\n    feeds: a\n    feed: b", 5, "feed"],
    ["a missing required input", "- task: Feed@1", 2, "feeds"],
    ["a required input that is shown", "- task: Feed@1\n  inputs: { feed: a, mode: hard }", 2, "extra"],
    [
      "a service connection that is not there",
      "- task: Feed@1\n  inputs: { feed: a, connection: c }",
      3,
      "connection",
    ],
  ];
  for (const [title, text, line, key] of unresolved) {
    it(`refuses ${title} before anything runs`, async () => {
      const run = runYaml(`steps:\n${text}\n`, tasks);
      await assert.rejects(run, (error) => {
        assert.ok(error instanceof PipelineFileError, String(error));
        assert.deepEqual({ line: error.line, key: error.key }, { line, key });
        return true;
      });
    });
  }

  it("refuses a file that is not there", async () => {
    const run = { pipelineFile: "/nonexistent/p.yml", extensions: [] } as unknown as Parameters<
      typeof runPipeline
    >[0];
    await assert.rejects(runPipeline(run), (error) => error instanceof PipelineFileError && error.line === 0);
  });
});
