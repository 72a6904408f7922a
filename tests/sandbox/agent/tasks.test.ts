import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ExtensionFileError } from "../../../sandbox/agent/run-pipeline";
import { chooseHandler } from "../../../sandbox/agent/task/handler";
import type { HandlerPolicy } from "../../../sandbox/agent/task/handler";
import { TaskCatalog } from "../../../sandbox/agent/task/task-catalog";
import { parseTaskManifest } from "../../../sandbox/agent/task/task-manifest";
import { readPackagedTasks } from "../../../sandbox/agent/task/task-package";
import { isVisible } from "../../../sandbox/agent/task/visible-rule";
import { makeManifest } from "./agent-bench";
import { makeStoredZip } from "./stored-zip";

describe("agent: handler of a task", () => {
  const both: HandlerPolicy = {
    nodes: { node20_1: "/n20", node24: "/n24" },
    knowsNode24: true,
    useNode24: true,
    forced: undefined,
  };
  const older = { node: "/n6", node10: "/n10", node16: "/n16" };
  const cases: [string, string[], Partial<HandlerPolicy>, string][] = [
    ["Node24 first", ["node20_1", "node24", "node16"], {}, "node24 on /n24"],
    ["Node24 data on node20_1 with the knob off", ["node24"], { useNode24: false }, "node24 on /n20"],
    [
      "Node24 data on node20_1 without a node24",
      ["node24"],
      { nodes: { node20_1: "/n20" } },
      "node24 on /n20",
    ],
    ["Node20_1 data before 4.265", ["node24", "node20_1"], { knowsNode24: false }, "node20_1 on /n20"],
    ["Node20_1 on node20_1", ["node20_1"], {}, "node20_1 on /n20"],
    ["a forced node", ["node20_1"], { forced: "node24" }, "node20_1 on /n24"],
    ["Node16 on node16", ["node10", "node16"], { nodes: older }, "node16 on /n16"],
    ["Node10 on node10", ["node", "node10"], { nodes: older }, "node10 on /n10"],
    ["Node on node", ["node"], { nodes: older }, "node on /n6"],
    ["a forced node10", ["node24"], { nodes: older, forced: "node10" }, "node24 on /n10"],
  ];
  for (const [title, names, policy, expected] of cases) {
    it(`picks ${title} (NodeHandler.cs:430-589)`, () => {
      const section = names.map((name) => ({ name, target: "main.js", workingDirectory: undefined }));
      const { data, program } = chooseHandler(section, { ...both, ...policy });
      assert.equal(`${data.name} on ${program}`, expected);
    });
  }

  it("has none for a task of Windows, nor for one of Node24 before 4.265 (TaskRunner.cs:142-151)", () => {
    const of = (name: string) => [{ name, target: "x", workingDirectory: undefined }];
    const before = { ...both, knowsNode24: false };
    assert.throws(() => chooseHandler(of("powershell3"), both), /handler was not found for Linux/);
    assert.throws(() => chooseHandler(of("node24"), before), /handler was not found for Linux/);
  });

  it("says which node is not on the machine (NodeHandler.cs:539-574)", () => {
    const section = [{ name: "node16", target: "x", workingDirectory: undefined }];
    assert.throws(
      () => chooseHandler(section, both),
      /handler node16 needs node16, which this machine does not have; there is node20_1, node24\.$/,
    );
    assert.throws(() => chooseHandler(section, { ...both, nodes: {} }), /there is none\.$/);
  });
});

describe("agent: task.json", () => {
  it("is read ignoring the case of its keys (TaskManager.cs:580-608)", () => {
    const task = parseTaskManifest(
      JSON.stringify({
        ID: "x",
        Name: "T",
        VERSION: { major: 1, MINOR: 20, patch: 3 },
        Execution: { NODE24: { Target: "m.js", WorkingDirectory: "$(currentDirectory)" } },
        Restrictions: { Commands: { Mode: "Restricted" }, SettableVariables: { Allowed: ["A"] } },
      }),
    );
    assert.deepEqual(task.version, { major: 1, text: "1.20.3" });
    assert.deepEqual(task.handlers, {
      main: [{ name: "node24", target: "m.js", workingDirectory: "$(currentDirectory)" }],
    });
    assert.deepEqual(task.restrictions, { restricted: true, allowed: ["A"] });
  });

  it("needs id, name and version", () => {
    assert.throws(() => parseTaskManifest('{"name":"T"}'), /needs an id/);
  });

  const rules: [string | undefined, boolean][] = [
    [undefined, true],
    ["kind = private", true],
    ["kind == public", false],
    ["kind != public && size = 1", true],
    ["kind = public || size = 1", true],
    ["kind = public && size = 1", false],
    ["something else", true],
  ];
  for (const [rule, expected] of rules) {
    it(`visibleRule ${rule ?? "none"} is ${String(expected)}`, () => {
      const values: Record<string, string> = { kind: "Private", size: "1" };
      assert.equal(
        isVisible(rule, (name) => values[name] ?? ""),
        expected,
      );
    });
  }
});

describe("agent: packaged extension", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "agent-vsix-"));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function pack(files: Record<string, string>, modes: Record<string, number> = {}): Promise<string> {
    const file = path.join(folder, "x.vsix");
    await writeFile(file, makeStoredZip(files, modes));
    return file;
  }

  const version = (major: number, minor: number) => ({ Major: major, Minor: minor, Patch: 0 });
  const taskJson = (name: string, major: number, minor = 0) =>
    JSON.stringify(makeManifest({ name, manifest: { version: version(major, minor) } }));
  const manifest = (...names: string[]) =>
    JSON.stringify({
      contributions: [
        { type: "ms.vss-web.hub", properties: { name: "other" } },
        ...names.map((name) => ({ type: "ms.vss-distributed-task.task", properties: { name } })),
      ],
    });

  it("brings a task per major folder, or one right in the folder; nothing deeper", async () => {
    const file = await pack({
      "extension.vsomanifest": manifest("many", "single"),
      "many/v1/task.json": taskJson("Many", 1, 9),
      "many/v2/task.json": taskJson("Many", 2, 10),
      "many/v2/lib/deep/task.json": "not a task",
      "single/task.json": taskJson("Single", 3),
      "single/run.sh": "x",
    });
    const tasks = await readPackagedTasks(file);
    assert.deepEqual(
      tasks.map(({ definition }) => `${definition.name}@${definition.version.text}`),
      ["Many@1.9.0", "Many@2.10.0", "Single@3.0.0"],
    );
    assert.deepEqual([...(tasks[1]?.files.keys() ?? [])], ["task.json", "lib/deep/task.json"]);
  });

  it("keeps the mode bits of its files", async () => {
    const files = { "extension.vsomanifest": manifest("t"), "t/task.json": taskJson("T", 1), "t/run.sh": "" };
    const [task] = await readPackagedTasks(await pack(files, { "t/run.sh": 0o755 }));
    assert.equal(task?.files.get("run.sh")?.mode, 0o755);
  });

  const broken: [string, Record<string, string>, RegExp][] = [
    ["has no manifest", { "a.txt": "" }, /x\.vsix: .*extension\.vsomanifest is missing/],
    [
      "names a folder without task.json",
      { "extension.vsomanifest": manifest("t") },
      /'t' holds no task\.json/,
    ],
    [
      "has a broken task.json",
      { "extension.vsomanifest": manifest("t"), "t/task.json": "{" },
      /x\.vsix: .*JSON/,
    ],
  ];
  for (const [title, files, message] of broken) {
    it(`is refused when it ${title}`, async () => {
      const file = await pack(files);
      await assert.rejects(
        readPackagedTasks(file),
        (error) => error instanceof ExtensionFileError && message.test(error.message),
      );
    });
  }

  it("is refused when it is no zip", async () => {
    const file = path.join(folder, "x.vsix");
    await writeFile(file, "text");
    await assert.rejects(readPackagedTasks(file), ExtensionFileError);
  });

  it("gives the newest version of a major, by name or id, ignoring case", async () => {
    const files = { "extension.vsomanifest": manifest("a", "b"), "a/task.json": taskJson("T", 1, 9) };
    const tasks = await readPackagedTasks(await pack({ ...files, "b/task.json": taskJson("T", 1, 10) }));
    const catalog = new TaskCatalog(tasks);
    for (const reference of ["t@1", "33333333-3333-4333-8333-333333333333@1"]) {
      const found = catalog.find(reference);
      assert.ok("definition" in found);
      assert.equal(found.definition.version.text, "1.10.0");
    }
    const missing = catalog.find("T@2");
    assert.ok("reason" in missing);
    assert.match(missing.reason, /the extensions bring T@1$/);
  });
});
