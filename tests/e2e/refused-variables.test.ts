import assert from "node:assert/strict";
import type { AgentRun, StepRecord } from "../../sandbox/agent/agent-run";
import { requireClient, type Program } from "../clients/found-clients";
import { Sandbox, type Job, type Outcome } from "./sandbox";
import { assertNoToken } from "./token-scan";

const sources: Job["sources"] = {
  "pyproject.toml":
    '[project]\nname = "app"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = ["fabrikam-greeting"]\n',
};

/** A pipeline or a step that keeps the task from setting variables; which of it the task can see, it says. */
describe("variables that the agent does not take, with the real uv", () => {
  let sandbox: Sandbox;
  let uv: Program;

  before(async function () {
    uv = requireClient(this, "uv");
    sandbox = await Sandbox.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
  });

  after(() => sandbox.close());

  async function run(target: string, variables: AgentRun["variables"] = {}): Promise<Outcome> {
    const outcome = await sandbox.run({
      steps: `steps:
- task: AuthenticateUv@1
  inputs: { feeds: Fabrikam Fiber/fiber }
${target}- bash: uv sync
  condition: always()
  continueOnError: true
`,
      sources,
      handler: "Node24",
      programs: [uv.path],
      variables,
    });
    assertNoToken(outcome, sandbox.tokens.job);
    return outcome;
  }

  const stepOf = (outcome: Outcome, name: string): StepRecord =>
    outcome.jobs[0]?.steps.find(({ displayName }) => displayName === name) ?? assert.fail(outcome.log);
  const issuesOf = (step: StepRecord): string => step.issues.map(({ message }) => message).join("\n");
  const namesSet = (outcome: Outcome): readonly string[] =>
    [...(outcome.jobs[0]?.variables ?? [])].flatMap(([name]) => (/^(UV_|XDG_)/.test(name) ? [name] : []));

  it("a read-only one fails the step, by the agent, and the post-job step does not try again", async () => {
    const outcome = await run("", { XDG_CONFIG_DIRS: { value: "/etc/xdg", isReadOnly: true } });
    const step = stepOf(outcome, "AuthenticateUv");
    assert.equal(step.result, "Failed");
    assert.match(issuesOf(step), /Overwriting readonly variable 'XDG_CONFIG_DIRS' is not permitted/);
    const undo = stepOf(outcome, "Post-job: AuthenticateUv");
    assert.deepEqual([undo.result, undo.issues], ["Succeeded", []]);
    assert.equal(outcome.jobs[0]?.variables.get("XDG_CONFIG_DIRS")?.value, "/etc/xdg");
  });

  it("what the step's settableVariables leaves out is a warning of the agent's for each", async () => {
    const outcome = await run("  target: { settableVariables: none }\n");
    const step = stepOf(outcome, "AuthenticateUv");
    assert.equal(step.result, "Succeeded");
    for (const name of ["XDG_CONFIG_DIRS", "UV_DEFAULT_INDEX"])
      assert.match(issuesOf(step), new RegExp(`Setting variable '${name}' is not allowed`));
    assert.deepEqual(namesSet(outcome), []);
    assert.deepEqual(stepOf(outcome, "Post-job: AuthenticateUv").issues, []);
    assert.equal(stepOf(outcome, "Bash").result, "SucceededWithIssues");
  });

  const harmless: readonly (readonly [string, string, AgentRun["variables"]])[] = [
    [
      "settableVariables with the names of the task's page",
      "  target: { settableVariables: [UV_*, XDG_CONFIG_DIRS] }\n",
      {},
    ],
    ["commands: restricted", "  target: { commands: restricted }\n", {}],
    ["DECODE_PERCENTS false, and an address with %20", "", { DECODE_PERCENTS: "false" }],
  ];
  for (const [title, target, variables] of harmless) {
    it(`nothing is lost with ${title}`, async () => {
      const outcome = await run(target, variables);
      assert.deepEqual(stepOf(outcome, "AuthenticateUv").issues, [], outcome.log);
      assert.equal(stepOf(outcome, "Bash").result, "Succeeded", outcome.log);
    });
  }

  it("one that the pipeline declares as a secret fails the step before anything is set", async () => {
    const outcome = await run("", { Uv_Default_Index: { value: "hidden-one", isSecret: true } });
    const step = stepOf(outcome, "AuthenticateUv");
    assert.equal(step.result, "Failed");
    assert.match(issuesOf(step), /declares UV_DEFAULT_INDEX as a secret variable/);
    assert.match(issuesOf(step), /Nothing was set for later steps/);
    assert.deepEqual(namesSet(outcome), []);
    assert.ok(!outcome.log.includes("hidden-one"));
  });
});
