import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { requireClient } from "../clients/found-clients";
import { moduleProgram, pipeline } from "./python-programs";
import { Machine, type RestoreOutcome } from "./restore-upstream-machine";
import { assertNoToken } from "./token-scan";

describe("restore-upstream, with the real PDM", () => {
  let pdm: string;
  let machine: Machine;

  before(async function () {
    const clients = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
    pdm = moduleProgram("pdm", requireClient(this, "pdm"));
    machine = await Machine.open(clients);
  });

  after(() => machine.close());

  const use = `pdm install --no-self && .venv/bin/python -c "import up_1, up_2; print('sum', up_1.NUMBER + up_2.NUMBER)"`;
  const run = (sources: Readonly<Record<string, string>>): Promise<RestoreOutcome> =>
    machine.run(pipeline({ feed: "Fiber/fiber" }, use), sources, [pdm]);

  it("locks a project, restores what is locked, and fails for a lock file that is out of date", async () => {
    const pyproject =
      '[project]\nname = "app"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = ["up-1"]\n\n[dependency-groups]\ndev = ["up-2"]\n\n[tool.pdm]\ndistribution = false\n';
    const open = await run({ "pyproject.toml": pyproject });
    assert.equal(open.result, "Succeeded", open.log);
    assert.match(open.log, /sum 3/);
    assert.match(open.log, /counts 2 0 0 0/);
    const lock = readFileSync(join(open.sources, "pdm.lock"), "utf8");

    const locked = await run({ "pyproject.toml": pyproject, "pdm.lock": lock });
    assert.equal(locked.result, "Succeeded", locked.log);
    assert.match(locked.log, /sum 3/);
    assert.match(locked.log, /counts 0 2 0 0/);
    assert.equal(readFileSync(join(locked.sources, "pdm.lock"), "utf8"), lock);
    assertNoToken(locked, machine.token);

    const stale = await run({
      "pyproject.toml": pyproject.replace('"up-1"', '"up-1", "up-3"'),
      "pdm.lock": lock,
    });
    assert.equal(stale.result, "Failed");
    assert.match(stale.log, /The lock file is out of date: .* Run pdm lock and commit pdm\.lock\./);
  });
});
