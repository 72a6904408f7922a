import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pythonWheel } from "../../sandbox/feed/protocols/pypi/python-wheel";
import { requireClient } from "../clients/found-clients";
import { moduleProgram, pipeline } from "./python-programs";
import { Sandbox, type Outcome } from "./sandbox";
import { assertNoToken } from "./token-scan";

describe("restore-upstream, with the real pipenv", () => {
  let pipenv: string;
  let sandbox: Sandbox;

  before(async function () {
    pipenv = moduleProgram("pipenv", requireClient(this, "pipenv"));
    const clients = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
    sandbox = await Sandbox.open(clients);
  });

  after(() => sandbox.close());

  const use = `pipenv run python -c "import fabrikam_greeting, upstream_basics; print('imported', upstream_basics.ONE)"`;
  const run = (sources: Readonly<Record<string, string>>): Promise<Outcome> => {
    const authority = sandbox.feed.caFile ?? "";
    const environment = { PIP_CERT: authority, REQUESTS_CA_BUNDLE: authority };
    return sandbox.run({
      steps: pipeline({}, use),
      sources,
      programs: [pipenv],
      environment,
      handler: "Node24",
    });
  };

  it("restores what is locked, leaves the environment to later steps, and fails for a lock file that is out of date", async () => {
    const url = sandbox.address("services", "Fabrikam%20Fiber/_packaging/fiber/pypi/simple/");
    const source = { name: "fiber", url, verify_ssl: true };
    const [greeting, basics] = [
      pythonWheel({
        name: "fabrikam-greeting",
        version: "1.0.0",
        modules: { fabrikam_greeting: "TEXT = 'hello'\n" },
      }),
      pythonWheel({ name: "upstream-basics", version: "2.1.0", modules: { upstream_basics: "ONE = 1\n" } }),
    ];
    const pipfile = `[[source]]\nname = "fiber"\nurl = "${url}"\nverify_ssl = true\n\n[packages]\nfabrikam-greeting = "*"\n\n[dev-packages]\nupstream-basics = "*"\n`;
    // The hash that pipenv compares is that of what the Pipfile says, in JSON with sorted keys (plette, models).
    const said = {
      _meta: { requires: {}, sources: [source] },
      default: { "fabrikam-greeting": "*" },
      develop: { "upstream-basics": "*" },
    };
    const locked = (content: Buffer, version: string): unknown => ({
      ...{ hashes: [`sha256:${sha256(content)}`], index: "fiber", version: `==${version}` },
    });
    const lock = {
      _meta: {
        hash: { sha256: sha256(JSON.stringify(said)) },
        "pipfile-spec": 6,
        ...{ requires: {}, sources: [source] },
      },
      default: { "fabrikam-greeting": locked(greeting.content, "1.0.0") },
      develop: { "upstream-basics": locked(basics.content, "2.1.0") },
    };
    const files = { Pipfile: pipfile, "Pipfile.lock": JSON.stringify(lock, null, 4) };
    const outcome = await run(files);
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.match(outcome.log, /imported 1/);
    assert.match(outcome.log, /counts 1 1 0 0/);
    const left = readdirSync(join(outcome.folder, "work", "1", "s")).sort();
    assert.deepEqual(left, ["Pipfile", "Pipfile.lock"]);
    assertNoToken(outcome, sandbox.tokens.job);

    const stale = await run({ ...files, Pipfile: pipfile.replace("upstream-basics", "shared-greeting") });
    assert.equal(stale.result, "Failed");
    assert.match(stale.log, /The lock file is out of date: .* Run pipenv lock and commit Pipfile\.lock\./);
  });
});

function sha256(content: Buffer | string): string {
  return createHash("sha256").update(content).digest("hex");
}
