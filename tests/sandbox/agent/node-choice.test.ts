import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runYaml, stepOf } from "./agent-bench";
import type { BenchOptions } from "./agent-bench";

const execution = { Node20_1: { target: "twenty.js" }, Node24: { target: "twentyfour.js" } };
const files = { "twenty.js": "", "twentyfour.js": "" };

describe("agent: node of a job (AgentKnobs.cs:217-239, 981-987)", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "agent-nodes-"));
    for (const name of ["node20_1", "node24"]) {
      const program = path.join(folder, name);
      await writeFile(program, `#!/bin/sh\necho "${name} $(basename "$1")"\n`);
      await chmod(program, 0o755);
    }
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const knob = "DistributedTask.Agent.UseNode24withHandlerData";
  const cases: [string, BenchOptions, readonly ("node20_1" | "node24")[], string][] = [
    ["both nodes", {}, ["node20_1", "node24"], "node24 twentyfour.js"],
    ["only node20_1", {}, ["node20_1"], "node20_1 twenty.js"],
    ["handler Node20_1", { handler: "Node20_1" }, ["node20_1", "node24"], "node20_1 twenty.js"],
    ["handler Node24", { handler: "Node24" }, ["node20_1", "node24"], "node24 twentyfour.js"],
    ["the knob off", { variables: { [knob]: "false" } }, ["node20_1", "node24"], "node20_1 twentyfour.js"],
    [
      "AGENT_USE_NODE20_1",
      { variables: { AGENT_USE_NODE20_1: "true" } },
      ["node20_1", "node24"],
      "node20_1 twentyfour.js",
    ],
  ];
  for (const [title, options, names, expected] of cases) {
    it(`${title}: ${expected}`, async () => {
      const nodes = Object.fromEntries(names.map((name) => [name, path.join(folder, name)]));
      const tasks = [{ name: "T", manifest: { execution }, files }];
      const record = await runYaml("steps:\n- checkout: none\n- task: T@1\n", { tasks, nodes, ...options });
      assert.deepEqual(stepOf(record, "T").raw, [expected]);
    });
  }
});
