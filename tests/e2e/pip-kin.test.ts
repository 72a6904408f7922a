import assert from "node:assert/strict";
import { requireClient } from "../clients/found-clients";
import { Sandbox, type Job, type Outcome } from "./sandbox";
import { assertNoToken } from "./token-scan";

const named = "- task: AuthenticatePip@1\n";
const feeds = `${named}  inputs:\n    feeds: Fabrikam Fiber/fiber\n`;

describe("authenticate-pip, with what asks as pip does", () => {
  let sandbox: Sandbox;

  before(async function () {
    sandbox = await Sandbox.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
  });

  after(() => sandbox.close());

  const run = async (steps: string, sources: Job["sources"]): Promise<Outcome> => {
    const authority = sandbox.feed.caFile ?? "";
    const outcome = await sandbox.run({
      ...{ handler: "Node24", programs: [], steps: `steps:\n${steps}`, sources },
      environment: { PIP_CERT: authority, REQUESTS_CA_BUNDLE: authority },
    });
    assert.equal(outcome.result, "Succeeded", outcome.log);
    const files = outcome.requests.filter(({ path }) => path.includes("/pypi/download/fabrikam-greeting/"));
    assert.ok(files.some(({ identity }) => identity === "build"));
    assertNoToken(outcome, sandbox.tokens.job);
    return outcome;
  };

  const index = (): string => sandbox.address("services", "Fabrikam%20Fiber/_packaging/fiber/pypi/simple/");

  it("pipenv locks and installs from the project's own source, as it is written", async function () {
    const pipenv = `${requireClient(this, "pipenv").path} -m pipenv`;
    const outcome = await run(`${named}- bash: ${pipenv} install && cat Pipfile.lock\n`, {
      Pipfile: `[[source]]\nname = "fiber"\nurl = "${index()}"\nverify_ssl = true\n\n[packages]\nfabrikam-greeting = "*"\n`,
    });
    assert.ok(outcome.log.includes(`"url": "${index()}"`), outcome.log);
  });

  it("pdm locks and installs from the feed in the place of the public index", async function () {
    const pdm = `${requireClient(this, "pdm").path} -m pdm`;
    await run(`${feeds}- bash: ${pdm} lock && ${pdm} sync --no-self\n`, {
      "pyproject.toml": `[project]\nname = "app"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = ["fabrikam-greeting"]\n`,
    });
  });

  it("tox hands what the keyring needs on to its environments", async function () {
    const tox = `${requireClient(this, "tox").path} -m tox`;
    const outcome = await run(`${feeds}- bash: ${tox} -e py\n`, {
      "tox.ini": `[testenv]\nskip_install = true\ndeps = fabrikam-greeting\ncommands = python -c "import fabrikam_greeting; print(fabrikam_greeting.TEXT, 'in tox')"\n`,
    });
    assert.match(outcome.log, /hello in tox/);
  });

  it("twine goes on working with what TwineAuthenticate@1 was told", async function () {
    const twine = `${requireClient(this, "keyring").path} -m twine`;
    const pip = `${requireClient(this, "pip").path} -m pip`;
    const outcome = await run(
      `- task: AuthenticatePip@1
  inputs:
    artifactFeeds: Fabrikam Fiber/fiber
    artifactFeed: Fabrikam Fiber/fiber
- bash: ${pip} download --no-deps fabrikam-greeting && mv fabrikam_greeting-1.0.0-py3-none-any.whl moved_greeting-1.0.0-py3-none-any.whl && python3 rename.py
- bash: ${twine} upload -r fiber --config-file $(PYPIRC_PATH) moved_greeting-1.0.0-py3-none-any.whl
`,
      { "rename.py": rename },
    );
    assert.ok(
      sandbox.feed.saved("fabrikam", "fiber").some(({ name }) => name === "moved-greeting"),
      outcome.log,
    );
  });
});

/** Gives a wheel the name that its file has now. */
const rename = `import zipfile
old, new = "fabrikam", "moved"
path = "moved_greeting-1.0.0-py3-none-any.whl"
with zipfile.ZipFile(path) as wheel:
    files = {name: wheel.read(name) for name in wheel.namelist()}
with zipfile.ZipFile(path, "w") as wheel:
    for name, data in files.items():
        if not name.endswith("RECORD"):
            wheel.writestr(name.replace(old, new), data.replace(old.encode(), new.encode()))
    wheel.writestr("moved_greeting-1.0.0.dist-info/RECORD", "")
`;
