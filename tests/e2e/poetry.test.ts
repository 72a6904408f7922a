import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { requireClient, type Program } from "../clients/found-clients";
import { CommandLines } from "../hardening/leaks/command-lines";
import { handlers, Sandbox, type Face, type Job, type Outcome } from "./sandbox";
import { assertNoToken, filesWithToken, scanStep } from "./token-scan";

const task = "- task: AuthenticatePoetry@1\n";
const faces: readonly Face[] = ["services", "server"];
const versions = ["poetry18", "poetry"] as const;
type Version = (typeof versions)[number];

const both = ["fabrikam-greeting", "upstream-basics"];
const install = "- script: poetry install --no-root --no-interaction\n";
const use = `- script: poetry run python -c "import fabrikam_greeting, upstream_basics; print('imported', upstream_basics.ONE)"\n`;

function source(url: string, name = "fiber", more = ""): string {
  return `[[tool.poetry.source]]\nname = "${name}"\nurl = "${url}"\n${more}\n`;
}

/** In the form that both generations read. */
function project(dependencies: readonly string[], more: string, name = "app"): string {
  const lines = dependencies.map((each) => (each.includes("=") ? each : `${each} = "*"`));
  return `[tool.poetry]\nname = "${name}"\nversion = "1.0.0"\ndescription = ""\nauthors = ["Ada <ada@fabrikam.example>"]\n\n[tool.poetry.dependencies]\npython = ">=3.9"\n${lines.join("\n")}\n\n${more}`;
}

/** A project that Poetry builds by itself, with nothing from an index but its dependencies. */
function publishable(name: string, more: string, dependencies: readonly string[] = []): Job["sources"] {
  const backend = `[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n`;
  return {
    "pyproject.toml": project(dependencies, `${more}${backend}`, name),
    [`${name.replace("-", "_")}/__init__.py`]: "",
  };
}

describe("authenticate-poetry, with the real Poetry", () => {
  let sandbox: Sandbox;
  let programs: Readonly<Record<Version, Program>>;

  before(async function () {
    programs = { poetry18: requireClient(this, "poetry18"), poetry: requireClient(this, "poetry") };
    sandbox = await Sandbox.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
  });

  after(() => sandbox.close());

  const fiber = (face: Face = "services"): string =>
    sandbox.address(face, "Fabrikam%20Fiber/_packaging/fiber/pypi/simple/");

  const run = (
    version: Version,
    steps: string,
    pyproject: string | Job["sources"],
    more: Partial<Job> = {},
  ): Promise<Outcome> =>
    sandbox.run({
      steps: `steps:\n${steps}`,
      sources: typeof pyproject === "string" ? { "pyproject.toml": pyproject } : pyproject,
      handler: "Node24",
      programs: [programs[version].path],
      ...more,
    });

  it("fails without the task", async () => {
    const outcome = await run("poetry", install, project(both, source(fiber("server"))), { face: "server" });
    assert.equal(outcome.result, "Failed");
    assert.match(outcome.log, /Authorization error accessing/);
  });

  for (const [index, version] of versions.entries()) {
    const [title, handler] = handlers[index] ?? handlers[0];
    const face = faces[index] ?? "services";
    it(`${version}: restores from the project's own source and publishes (${face}, ${title})`, async () => {
      const name = `published-${version}`;
      const sampled = new CommandLines();
      const outcome = await run(
        version,
        `${task}${install}${use}- script: poetry publish --build -r $(FEEDPASS_POETRY_1) --no-interaction\n${scanStep}`,
        publishable(name, source(fiber(face)), both),
        { face, handler },
      );
      // Without those of the step that looks for the token.
      const lines = sampled.stop().filter((line) => !line.startsWith("grep "));
      assert.ok(lines.some((line) => line.includes("poetry install")));
      assert.ok(!lines.some((line) => line.includes(sandbox.tokens.job)), "an argument shows the token");
      assert.equal(outcome.result, "Succeeded", outcome.log);
      assert.match(outcome.log, /imported 1/);
      assert.match(outcome.log, /no file holds the token/);
      const files = outcome.requests.filter(({ path }) => path.includes("/pypi/download/"));
      assert.ok(files.length >= 2);
      assert.deepEqual(
        outcome.requests.filter(({ auth, feed }) => feed !== undefined && auth !== "Basic"),
        [],
        "all carry the token at once",
      );
      const post = outcome.requests.find(({ method }) => method === "POST");
      assert.ok(post?.path.endsWith("/fiber/pypi/upload/"));
      const organization = face === "services" ? "fabrikam" : "DefaultCollection";
      assert.ok(sandbox.feed.saved(organization, "fiber").some((file) => file.name === name));
      assertNoToken(outcome, sandbox.tokens.job);
    });
  }

  it("leaves poetry config, and credentials by it, to later steps", async () => {
    const upload = sandbox.address("services", "_packaging/shared/pypi/upload/");
    const name = "configured-later";
    const outcome = await run(
      "poetry",
      `${task}- bash: |
    poetry config repositories.mine ${upload}
    poetry config http-basic.mine someone "$TOKEN"
    poetry config certificates.mine.cert "$SSL_CERT_FILE"
    poetry publish --build -r mine --no-interaction
    ls -A "$HOME"
  env:
    TOKEN: $(System.AccessToken)
    POETRY_KEYRING_ENABLED: "false"
`,
      publishable(name, source(fiber())),
      { home: { ".config/pypoetry/config.toml": "[installer]\nparallel = false\n" } },
    );
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.ok(sandbox.feed.saved("fabrikam", "shared").some((file) => file.name === name));
    assert.deepEqual(filesWithToken(outcome.folder, sandbox.tokens.job), []);
    const kept = readFileSync(join(outcome.folder, "home/.config/pypoetry/config.toml"), "utf8");
    assert.equal(kept, "[installer]\nparallel = false\n");
    assert.deepEqual(readdirSync(join(outcome.folder, "home/.config/pypoetry")), ["config.toml"]);
  });

  it("the steps of a tutorial: a source added, a package by it, a certificate by its name", async () => {
    const outcome = await run(
      "poetry",
      `- task: AuthenticatePoetry@1
  inputs:
    feeds: Fabrikam Fiber/fiber
    replacePublicRegistry: false
- bash: |
    set -e
    poetry config certificates.devops.cert "$SSL_CERT_FILE"
    poetry source add --priority=supplemental devops "${fiber()}"
    poetry add --no-interaction --source devops fabrikam-greeting
    poetry run python -c "import fabrikam_greeting; print('imported')"
${scanStep}`,
      project([], ""),
    );
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.match(outcome.log, /^imported$/m);
    assert.match(outcome.log, /no file holds the token/);
    assert.ok(outcome.requests.every(({ auth, feed }) => feed === undefined || auth === "Basic"));
  });

  it("asks no keyring about the feeds, and leaves it to others", async () => {
    const backend = `from keyring.backend import KeyringBackend
class Backend(KeyringBackend):
    priority = 9
    name = "recording"
    def get_password(self, service, username):
        print("keyring asked for", service)
    def set_password(self, service, username, password):
        pass
    def delete_password(self, service, username):
        pass
    def get_credential(self, service, username):
        print("keyring asked for", service)
`;
    const other = "https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/simple/";
    const steps = `${task}- script: poetry add --no-interaction fabrikam-greeting\n- script: poetry publish --build -r $(FEEDPASS_POETRY_1) --no-interaction\n- bash: |
    echo "now another"
    poetry source add --priority=explicit parts ${other} && poetry add --no-interaction --source parts contoso-greeting
  continueOnError: true
`;
    const outcome = await run(
      "poetry",
      steps,
      {
        ...publishable("quiet", source(fiber())),
        "lib/recording.py": backend,
      },
      {
        variables: {
          PYTHONPATH: "$(Build.SourcesDirectory)/lib",
          PYTHON_KEYRING_BACKEND: "recording.Backend",
        },
        environment: { REQUESTS_CA_BUNDLE: sandbox.feed.caFile ?? "" },
      },
    );
    const [ours = "", theirs = ""] = outcome.log.split(/^now another$/m);
    assert.match(ours, /Publishing quiet/);
    // 2.5 tries at its start whether there is a keyring at all.
    assert.doesNotMatch(ours, /keyring asked for (?!python-poetry-check)/);
    assert.match(theirs, /keyring asked for https:\/\/pkgs\.dev\.azure\.com\/contoso\//);
  });
});
