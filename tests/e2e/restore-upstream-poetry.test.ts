import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { requireClient, type Program } from "../clients/found-clients";
import { pipeline } from "./python-programs";
import { Machine, publicUvProject, type RestoreOutcome } from "./restore-upstream-machine";
import { assertNoToken } from "./token-scan";

describe("restore-upstream, with the real Poetry", () => {
  let poetry: Program;
  let poetry18: Program;
  let uv: Program;
  let machine: Machine;

  before(async function () {
    const clients = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
    poetry = requireClient(this, "poetry");
    poetry18 = requireClient(this, "poetry18");
    uv = requireClient(this, "uv");
    machine = await Machine.open(clients);
  });

  after(() => machine.close());

  const use = `poetry install --no-root && poetry run python -c "import up_1, up_2; print('sum', up_1.NUMBER + up_2.NUMBER)"`;
  const run = (
    sources: Readonly<Record<string, string>>,
    program = poetry,
    inputs: Readonly<Record<string, string>> = {},
  ): Promise<RestoreOutcome> =>
    machine.run(pipeline(inputs, inputs["mode"] === undefined ? use : ""), sources, [program.path, uv.path]);
  const manifest =
    '[tool.poetry]\nname = "app"\nversion = "1.0.0"\ndescription = ""\nauthors = []\n\n[tool.poetry.dependencies]\npython = ">=3.9"\nup-1 = "*"\n\n[tool.poetry.group.dev.dependencies]\nup-2 = "*"\n';

  it("locks a project, restores what is locked with Poetry old and new, and fails for a lock file that is out of date", async () => {
    const source = `\n[[tool.poetry.source]]\nname = "fiber"\nurl = "${machine.address("pypi/simple/")}"\npriority = "primary"\n`;
    const open = await run({ "pyproject.toml": manifest + source });
    assert.equal(open.result, "Succeeded", open.log);
    assert.match(open.log, /sum 3/);
    assert.match(open.log, /counts 2 0 0 0/);
    const lock = readFileSync(join(open.sources, "poetry.lock"), "utf8");

    for (const [program, more] of [
      [poetry18, {}],
      [poetry, { "poetry.toml": "[virtualenvs]\nin-project = true\n" }],
    ] as const) {
      const sources = { "pyproject.toml": manifest + source, "poetry.lock": lock, ...more };
      const locked = await run(sources, program);
      assert.equal(locked.result, "Succeeded", locked.log);
      assert.match(locked.log, /sum 3/);
      assert.match(locked.log, /counts 0 2 0 0/);
      const made = program === poetry ? [".venv"] : [];
      assert.deepEqual(readdirSync(locked.sources).sort(), [...made, ...Object.keys(sources)].sort());
      assertNoToken(locked, machine.token);
    }

    const stale = await run({
      "pyproject.toml": manifest.replace("up-1", "up-3") + source,
      "poetry.lock": lock,
    });
    assert.equal(stale.result, "Failed");
    assert.match(stale.log, /The lock file is out of date: .* Run poetry lock and commit poetry\.lock\./);

    const both = { "poetry.lock": lock, "uv.lock": publicUvProject([1])["uv.lock"] ?? "" };
    const chosen = await run({ ...both, "pyproject.toml": manifest + source }, poetry, { mode: "audit" });
    assert.match(
      chosen.log,
      /pyproject\.toml: of uv and poetry, poetry restores it, which it names; not read: uv\.lock/,
    );
    assert.match(chosen.log, /counts 0 2 0 0/);

    // What is of no source is of the public index for Poetry, whatever the feed is: the task asks for it itself.
    const text = lock.replace(/\n\[package\.source\]\n(?:.+\n)+/g, "\n");
    const sourceless = await run({ "pyproject.toml": manifest, "poetry.lock": text }, poetry, {
      feed: "Fiber/fiber",
      mode: "save",
    });
    assert.equal(sourceless.result, "Succeeded", sourceless.log);
    assert.match(
      sourceless.log,
      /poetry\.lock has 2 packages of the public index, where Poetry fetches them/,
    );
    assert.match(sourceless.log, /counts 0 2 2 0/);
  });
});
