import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { buildChildEnvironment } from "../../../sandbox/agent/process/child-environment";
import { runYaml, stepOf } from "./agent-bench";

async function runMain(main: string, options: Parameters<typeof runYaml>[1] = {}, handler = "main.js") {
  const manifest = { execution: { Node20_1: { target: handler, workingDirectory: "$(place)" } } };
  const tasks = [{ name: "T", manifest, files: { "main.js": main } }];
  return stepOf(await runYaml("steps:\n- checkout: none\n- task: T@1\n", { tasks, ...options }), "T");
}

describe("agent: process of a task", () => {
  it("overlays the step's environment on the agent's, TF_BUILD last (ProcessInvoker.cs:281-292)", () => {
    const environment = buildChildEnvironment(
      { A: "1", B: "1" },
      new Map(Object.entries({ B: "2", TF_BUILD: "no" })),
    );
    assert.deepEqual(environment, { A: "1", B: "2", TF_BUILD: "True" });
  });

  it("has the shape of Windows where the run asks for it (Constants.cs:109-116)", async () => {
    const windows = { path: (path: string) => `Z:${path.replaceAll("/", "\\")}`, profile: "/home/agent" };
    const step = await runMain("console.log(JSON.stringify(process.env))", {
      ...{ windows, environment: { PATH: "/tools:/more/tools", HOME: "/root" } },
      variables: { place: "/", Mixed: "first" },
    });
    const environment = JSON.parse(step.log.find((line) => line.startsWith("{")) ?? "") as Record<
      string,
      string
    >;
    assert.equal(environment["Path"], "Z:\\tools;Z:\\more\\tools;C:\\windows\\system32;C:\\windows");
    assert.match(environment["AGENT_TEMPDIRECTORY"] ?? "", /^Z:\\[^/]*\\_temp$/);
    assert.equal(environment["USERPROFILE"], "Z:\\home\\agent");
    const names = Object.keys(environment).map((name) => name.toUpperCase());
    assert.deepEqual(names, [...new Set(names)], "no name in two spellings");
    assert.equal(environment["PATH"] ?? environment["HOME"], undefined);
  });

  it("of a name in two spellings has the last value, in the first spelling", () => {
    const shape = { path: (path: string) => path, profile: "/p" };
    const environment = buildChildEnvironment(
      { Path: "/a", path: "/b", Own: "1" },
      new Map([["OWN", "2"]]),
      shape,
    );
    assert.equal(environment["Path"], "/b;C:\\windows\\system32;C:\\windows");
    assert.equal(environment["Own"], "2");
    assert.deepEqual([environment["path"], environment["OWN"]], [undefined, undefined]);
  });

  it("refuses a null character (Handler.cs:236-237)", () => {
    assert.throws(() => buildChildEnvironment({}, new Map([["A", "x\0y"]])), /'A' contains a null character/);
  });

  it("fails the step when a variable is too long for the kernel (section 1.9)", async () => {
    const step = await runMain("", { variables: { place: "/", big: "x".repeat(131_072) } });
    assert.equal(step.result, "Failed");
    assert.match(step.issues[0]?.message ?? "", /E2BIG/);
  });

  it("runs in the handler's workingDirectory, its macros expanded (NodeHandler.cs:197-206)", async () => {
    const step = await runMain("console.log(process.cwd())", { variables: { place: "/" } });
    assert.deepEqual(step.raw, ["/"]);
  });

  it("gets the script's path as its only argument", async () => {
    const step = await runMain("console.log(process.argv.length, process.argv[1], process.execArgv.length)", {
      variables: { place: "/" },
    });
    assert.match(step.raw[0] ?? "", /^2 \/.+\/_work\/_tasks\/T_.+\/1\.2\.3\/main\.js 0$/);
  });

  it("fails when the handler's file is not there (NodeHandler.cs:191-195)", async () => {
    const step = await runMain("", { variables: { place: "/" } }, "missing.js");
    assert.equal(step.result, "Failed");
    assert.match(step.issues[0]?.message ?? "", /missing\.js/);
  });

  it("fails when the agent does not have the node", async () => {
    const step = await runMain("", { nodes: { node24: process.execPath } });
    assert.equal(step.result, "Failed");
    assert.match(step.issues[0]?.message ?? "", /needs node20_1/);
  });

  it("reports a process that a signal ended as 128 + its number", async () => {
    const step = await runMain(`process.kill(process.pid, "SIGKILL")`, { variables: { place: "/" } });
    assert.match(step.issues[0]?.message ?? "", /^Exit code 137 returned/);
  });

  it("is the first that the kernel takes when memory runs out (ProcessInvoker.cs:302-306)", async function () {
    const own = Number(await readFile("/proc/self/oom_score_adj", "utf8").catch(() => "1000"));
    if (own > 500) {
      this.skip();
    }
    const main = `setTimeout(() => console.log(require("fs").readFileSync("/proc/self/oom_score_adj", "utf8").trim()), 200)`;
    const step = await runMain(main, { variables: { place: "/" } });
    assert.deepEqual(step.raw, ["500"]);
  });
});
