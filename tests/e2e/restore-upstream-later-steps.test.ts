import assert from "node:assert/strict";
import { requireClient, type Clients, type Program } from "../clients/found-clients";
import { cargoProject, Machine, publicUvProject, type RestoreOutcome } from "./restore-upstream-machine";
import { assertNoToken } from "./token-scan";

/** Two projects, the task, and what a later step does in them. */
function pipeline(script: string, inputs = ""): string {
  return [
    "steps:",
    "- task: RestoreUpstream@1",
    "  inputs:",
    "    feed: Fiber/fiber",
    ...(inputs === "" ? [] : [`    ${inputs}`]),
    `- bash: ${JSON.stringify(script)}`,
    "",
  ].join("\n");
}

describe("restore-upstream: what later steps find", () => {
  let clients: Pick<Clients, "node20" | "node24">;
  let programs: readonly Program[];
  let machine: Machine | undefined;

  before(function () {
    clients = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
    programs = [requireClient(this, "uv"), requireClient(this, "cargo")];
  });

  afterEach(async () => {
    await machine?.close();
    machine = undefined;
  });

  const run = async (script: string, inputs = ""): Promise<RestoreOutcome> => {
    machine = await Machine.open(clients, { packages: 4 });
    const sources = { ...cargoProject([1, 2]), ...publicUvProject([1, 2]) };
    const paths = programs.map(({ path }) => path);
    const outcome = await machine.run(pipeline(script, inputs), sources, paths);
    assertNoToken(outcome, machine.token);
    return outcome;
  };

  it("is what was restored: builds without a network pass", async () => {
    const outcome = await run(
      'set -e; cargo build --offline; uv sync --frozen --offline; uv run --offline --no-sync python -c "import up_1"; echo "cache $UV_CACHE_DIR"',
    );
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.match(
      outcome.log,
      /^Kept for later steps: what uv fetched \(UV_CACHE_DIR\), until the job ends$/m,
    );
    assert.match(
      outcome.log,
      /^Kept for later steps: what cargo fetched \(CARGO_HOME\), until the job ends$/m,
    );
    assert.match(outcome.log, /^cache \S+feedpass\S+$/m);
  });

  for (const [from, to] of [
    ["host", "build"],
    ["build", "host"],
  ] as const) {
    it(`is where the later step has it, restored in ${from} and built in ${to}`, async () => {
      machine = await Machine.open(clients, { packages: 4 });
      const steps = `resources: { containers: [{ container: build, image: debian }] }
steps:
- task: RestoreUpstream@1
  target: ${from}
  inputs: { feed: Fiber/fiber }
- bash: 'set -e; echo "[$UV_CACHE_DIR] [$CARGO_HOME]"; cargo build --offline'
  target: ${to}
`;
      const sources = { ...cargoProject([1, 2]), ...publicUvProject([1, 2]) };
      const paths = programs.map(({ path }) => path);
      const outcome = await machine.run(steps, sources, paths);
      assert.equal(outcome.result, "Succeeded", outcome.log);
      const [printed = ""] =
        outcome.jobs[0]?.steps.find(({ displayName }) => displayName === "Bash")?.raw ?? [];
      const work = to === "host" ? "run-1/work" : "containers-1/build/__w";
      assert.match(
        printed,
        new RegExp(`^\\[\\S+/${work}/_temp/feedpass/\\S+\\] \\[\\S+/${work}/_temp/feedpass/\\S+\\]$`),
      );
    });
  }

  it("is nothing with keep: false", async () => {
    const outcome = await run(
      'echo "cache [$UV_CACHE_DIR] [$CARGO_HOME]"; cargo build --offline',
      "keep: false",
    );
    assert.doesNotMatch(outcome.log, /^Kept for later steps/m);
    assert.doesNotMatch(outcome.log, /^cache .*feedpass/m);
    assert.equal(outcome.result, "Failed", outcome.log);
  });

  it("is also a way to the feed with authenticate: true, and none without", async () => {
    const more =
      "set -e; cargo add up-4; cargo fetch; uv pip install --python .venv up-4; uv run --no-sync python -c 'import up_4'";
    const outcome = await run(`${more}; cargo build --offline`, "authenticate: true");
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.deepEqual(
      machine?.saved().filter((each) => each.includes("up-4")),
      ["cargo up-4 1.0.4", "pypi up-4 1.0.4"],
    );
    await machine.close();
    const without = await run(more);
    assert.equal(without.result, "Failed");
  });
});
