import assert from "node:assert/strict";
import { requireClient, type Clients, type Program } from "../clients/found-clients";
import { hashOf, moduleProgram, pipeline } from "./python-programs";
import { Machine, type RestoreOutcome } from "./restore-upstream-machine";
import { assertNoToken } from "./token-scan";

describe("restore-upstream, with the real pip", () => {
  let clients: Pick<Clients, "node20" | "node24">;
  let pip: string;
  let pip20: string;
  let uv: Program;
  let machine: Machine;

  before(async function () {
    clients = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
    pip = moduleProgram("pip", requireClient(this, "pip"));
    uv = requireClient(this, "uv");
    pip20 = moduleProgram("pip", requireClient(this, "pip20"));
    machine = await Machine.open(clients, { packages: 4 });
  });

  after(() => machine.close());

  const run = (
    inputs: Readonly<Record<string, string>>,
    sources: Readonly<Record<string, string>>,
    later = "",
  ): Promise<RestoreOutcome> =>
    machine.run(pipeline({ feed: "Fiber/fiber", ...inputs }, later), sources, [pip]);

  it("restores requirements files where uv is not there, and leaves the files to later steps", async () => {
    const text = `up-1==1.0.1 --hash=${hashOf(1)}\nup-2==1.0.2 --hash=${hashOf(2)}\n`;
    const outcome = await run(
      {},
      { "requirements.txt": text },
      `pip install --no-index --target out -r requirements.txt && PYTHONPATH=out python3 -c "import up_1, up_2; print('sum', up_1.NUMBER + up_2.NUMBER)"`,
    );
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.match(outcome.log, /requirements\.txt: of uv and pip, pip restores it, whose program is there/);
    assert.match(outcome.log, /sum 3/);
    assert.match(outcome.log, /counts 2 0 0 0/);
    assert.deepEqual(machine.saved(), ["pypi up-1 1.0.1", "pypi up-2 1.0.2"]);
    assertNoToken(outcome, machine.token);
  });

  it("finds the feed in the requirements file, whichever client restores it", async () => {
    const sources = { "requirements.txt": `--index-url ${machine.address("pypi/simple/")}\nup-1\n` };
    const outcome = await machine.run(pipeline(), sources, [uv.path]);
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.match(outcome.log, /uv in \./);
    assert.match(outcome.log, /counts 0 1 0 0/);
  });

  it("resolves what is not pinned before it is saved", async () => {
    const outcome = await run({ packageManagers: "pip", mode: "save" }, { "requirements.txt": "up-4\n" });
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.match(outcome.log, /pip resolves them through the feed first/);
    assert.match(outcome.log, /counts 1 0 0 0/);
    assert.ok(machine.saved().includes("pypi up-4 1.0.4"));
  });

  it("says of a pip that asks no keyring how it goes", async () => {
    const old = await machine.run(pipeline({ feed: "Fiber/fiber" }), { "requirements.txt": "up-1\n" }, [
      pip20,
    ]);
    assert.equal(old.result, "Failed");
    assert.match(old.log, /This pip is older than 23\.1, and asks no keyring for the token\./);
  });

  it("fails of a wrong hash and of a package that is not there, in the task's own words", async () => {
    const wrong = { "requirements.txt": `up-2==1.0.2 --hash=${hashOf(1)}\n` };
    assert.match(
      (await run({}, wrong)).log,
      /is none of those in the lock file|is not the one that the lock file names/,
    );
    const missing = await run({}, { "requirements.txt": "no-such-thing\n" });
    assert.equal(missing.result, "Failed");
    assert.match(
      missing.log,
      /It said: ERROR: .*[Nn]o.*matching distribution[^\n]*\n.*does not have this package/,
    );
  });
});
