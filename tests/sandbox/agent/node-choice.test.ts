import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { nodeNames } from "../../../sandbox/agent/task/handler";
import type { NodeName } from "../../../sandbox/agent/task/handler";
import { runYaml, stepOf } from "./agent-bench";
import type { BenchOptions } from "./agent-bench";

const execution = { Node20_1: { target: "twenty.js" }, Node24: { target: "twentyfour.js" } };
const files = { "twenty.js": "", "twentyfour.js": "" };

describe("agent: node of a job (AgentKnobs.cs:217-239, 981-987)", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "agent-nodes-"));
    for (const name of nodeNames) {
      const program = path.join(folder, name);
      await writeFile(program, `#!/bin/sh\necho "${name} $(basename "$1")"\n`);
      await chmod(program, 0o755);
    }
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const knob = "DistributedTask.Agent.UseNode24withHandlerData";
  const off = { variables: { [knob]: "false" } };
  const on = { variables: { [knob]: "True" } };
  const both: readonly NodeName[] = ["node20_1", "node24"];
  const cases: [string, BenchOptions, readonly NodeName[], string][] = [
    ["the knob unset", {}, both, "node20_1 twentyfour.js"],
    ["the knob on at the service", { node24Handler: "on" }, both, "node24 twentyfour.js"],
    ["the knob on as a variable", on, both, "node24 twentyfour.js"],
    ["the variable over the service", { node24Handler: "on", ...off }, both, "node20_1 twentyfour.js"],
    ["an agent before 4.265", { node24Handler: "unknown" }, both, "node20_1 twenty.js"],
    ["no node24", { node24Handler: "on" }, ["node20_1"], "node20_1 twentyfour.js"],
    ["AGENT_USE_NODE24", force("AGENT_USE_NODE24"), both, "node24 twentyfour.js"],
    [
      "AGENT_USE_NODE20_1",
      { ...force("AGENT_USE_NODE20_1"), node24Handler: "on" },
      both,
      "node20_1 twentyfour.js",
    ],
    ["AGENT_USE_NODE10", force("AGENT_USE_NODE10"), [...both, "node10"], "node10 twentyfour.js"],
    [
      "AGENT_USE_NODE20_1 before AGENT_USE_NODE10",
      force("AGENT_USE_NODE20_1", "AGENT_USE_NODE10"),
      [...both, "node10"],
      "node20_1 twentyfour.js",
    ],
  ];
  for (const [title, options, names, expected] of cases) {
    it(`${title}: ${expected} (NodeHandler.cs:430-531)`, async () => {
      assert.deepEqual(stepOf(await run(execution, names, options), "T").raw, [expected]);
    });
  }

  const older: [string, NodeName][] = [
    ["Node16", "node16"],
    ["Node10", "node10"],
    ["Node", "node"],
  ];
  for (const [handler, node] of older) {
    const section = { [handler]: { target: "twenty.js" } };

    it(`a task with ${handler} alone runs on ${node} (AW/TaskManager.cs:838-912)`, async () => {
      assert.deepEqual(stepOf(await run(section, [...both, node]), "T").raw, [`${node} twenty.js`]);
    });

    it(`a task with ${handler} alone fails where there is no ${node}, and says so`, async () => {
      const step = stepOf(await run(section, both), "T");
      assert.equal(step.result, "Failed");
      assert.match(step.issues[0]?.message ?? "", new RegExp(`needs ${node}, which this machine does not`));
    });
  }

  function run(section: object, names: readonly NodeName[], options: BenchOptions = {}) {
    const nodes = Object.fromEntries(names.map((name) => [name, path.join(folder, name)]));
    const tasks = [{ name: "T", manifest: { execution: section }, files }];
    return runYaml("steps:\n- checkout: none\n- task: T@1\n", { tasks, nodes, ...options });
  }
});

function force(...names: readonly string[]): BenchOptions {
  return { variables: Object.fromEntries(names.map((name) => [name, "true"])) };
}
