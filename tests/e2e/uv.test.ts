import assert from "node:assert/strict";
import { requireClient, type Program } from "../clients/found-clients";
import { handlers, Sandbox, type Face, type Job } from "./sandbox";
import { assertNoToken, scanStep } from "./token-scan";

const task = "- task: AuthenticateUv@1\n";
const faces: readonly Face[] = ["services", "server"];

function project(index: string, dependencies: readonly string[]): Job["sources"] {
  return {
    "pyproject.toml": `[project]\nname = "app"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = ${JSON.stringify(
      dependencies,
    )}\n\n${index}`,
  };
}

const both = ["fabrikam-greeting", "upstream-basics"];
const use = `- script: uv run --no-sync python -c "import fabrikam_greeting, upstream_basics; print('imported', upstream_basics.ONE)"\n`;

describe("authenticate-uv, with the real uv", () => {
  let sandbox: Sandbox;
  let uv: Program;

  before(async function () {
    uv = requireClient(this, "uv");
    sandbox = await Sandbox.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
  });

  after(() => sandbox.close());

  const index = (face: Face, name = 'name = "fiber"\n'): string =>
    `[[tool.uv.index]]\n${name}url = "${sandbox.address(face, "Fabrikam%20Fiber/_packaging/fiber/pypi/simple/")}"\ndefault = true\n`;

  for (const face of faces) {
    it(`fails with 401 without the task (${face})`, async () => {
      const outcome = await sandbox.run({
        steps: "steps:\n- script: uv sync\n",
        sources: project(index(face), both),
        handler: "Node24",
        face,
        programs: [uv.path],
      });
      assert.equal(outcome.result, "Failed");
      assert.match(outcome.log, /401 Unauthorized/);
    });

    for (const [title, handler] of handlers) {
      it(`restores from the project's own index (${face}, ${title})`, async () => {
        const outcome = await sandbox.run({
          steps: `steps:\n${task}- script: uv sync\n${use}${scanStep}`,
          sources: project(index(face), both),
          handler,
          face,
          programs: [uv.path],
        });
        assert.equal(outcome.result, "Succeeded", outcome.log);
        assert.match(outcome.log, /imported 1/);
        assert.match(outcome.log, /no file holds the token/);
        const files = outcome.requests.filter((request) => request.path.includes("/pypi/download/"));
        assert.ok(files.length >= 2);
        assert.deepEqual(
          files.filter((request) => request.auth !== "Basic"),
          [],
          "GUID addresses carry the token at once",
        );
        assertNoToken(outcome, sandbox.tokens.job);
      });
    }
  }

  it("saves what came from upstream, and says so of the source", () => {
    const saved = sandbox.feed.saved("fabrikam", "fiber").find((file) => file.name === "upstream-basics");
    assert.equal(saved?.upstream, "Python upstream");
  });

  const forms: readonly (readonly [string, (address: string) => Job["sources"]])[] = [
    [
      "an index without a name",
      (address) => project(`[[tool.uv.index]]\nurl = "${address}"\ndefault = true\n`, both),
    ],
    ["the legacy key index-url", (address) => project(`[tool.uv]\nindex-url = "${address}"\n`, both)],
    [
      "a user name in the address",
      (address) =>
        project(
          `[[tool.uv.index]]\nname = "fiber"\nurl = "${address.replace("://", "://someone@")}"\ndefault = true\n`,
          both,
        ),
    ],
    [
      "uv.toml",
      (address) => ({
        ...project("", both),
        "uv.toml": `[[index]]\nname = "fiber"\nurl = "${address}"\ndefault = true\n`,
      }),
    ],
  ];
  for (const [title, sources] of forms) {
    it(`authenticates ${title}`, async () => {
      const outcome = await sandbox.run({
        steps: `steps:\n${task}- script: uv sync\n${use}`,
        sources: sources(sandbox.address("services", "Fabrikam%20Fiber/_packaging/fiber/pypi/simple/")),
        handler: "Node20_1",
        programs: [uv.path],
      });
      assert.equal(outcome.result, "Succeeded", outcome.log);
    });
  }

  it("finds the workspace's root above the working directory", async () => {
    const root = `[tool.uv.workspace]\nmembers = ["member"]\n${index("services")}`;
    const outcome = await sandbox.run({
      steps: `steps:\n- task: AuthenticateUv@1\n  inputs:\n    workingDirectory: member\n- script: uv sync --all-packages\n  workingDirectory: member\n`,
      sources: {
        ...project(root, []),
        "member/pyproject.toml": `[project]\nname = "member"\nversion = "1"\nrequires-python = ">=3.9"\ndependencies = ["fabrikam-greeting"]\n`,
      },
      handler: "Node24",
      programs: [uv.path],
    });
    assert.equal(outcome.result, "Succeeded", outcome.log);
  });

  for (const [title, handler] of handlers) {
    it(`gives feeds by name the place of the public index, and adds a second step's (${title})`, async () => {
      const outcome = await sandbox.run({
        steps: `steps:
- task: AuthenticateUv@1
  inputs:
    feeds: Fabrikam Fiber/fiber
- task: AuthenticateUv@1
  inputs:
    feeds: shared
- script: uv sync
- script: uv run --no-sync python -c "import fabrikam_greeting, shared_greeting, upstream_basics"
`,
        sources: project("", [...both, "shared-greeting"]),
        handler,
        programs: [uv.path],
      });
      assert.equal(outcome.result, "Succeeded", outcome.log);
      const feeds = new Set(
        outcome.requests.filter(({ protocol }) => protocol === "pypi").map(({ feed }) => feed),
      );
      assert.deepEqual([...feeds].sort(), ["fiber", "shared"]);
    });

    it(`publishes with uv publish, and another job consumes it (${title})`, async () => {
      const name = `published-${handler.toLowerCase().replaceAll("_", "-")}`;
      const module = name.replaceAll("-", "_");
      const published = await sandbox.run({
        steps: `steps:\n${task}- script: uv build --wheel --no-sources && uv publish\n`,
        sources: {
          "pyproject.toml": `[project]\nname = "${name}"\nversion = "1.0.0"\nrequires-python = ">=3.9"\n\n[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n\n${index("services")}`,
          "backend.py": wheelBackend(name, module),
        },
        handler,
        programs: [uv.path],
      });
      assert.equal(published.result, "Succeeded", published.log);
      assert.ok(
        sandbox.feed
          .saved("fabrikam", "fiber")
          .some((file) => file.name === name && file.upstream === undefined),
      );
      const consumed = await sandbox.run({
        steps: `steps:\n${task}- script: uv sync && uv run --no-sync python -c "import ${module}"\n`,
        sources: project(index("services"), [name]),
        handler,
        programs: [uv.path],
      });
      assert.equal(consumed.result, "Succeeded", consumed.log);
    });
  }

  it("fails to publish without the task", async () => {
    const outcome = await sandbox.run({
      steps: `steps:\n- script: uv build --wheel --no-sources && uv publish --publish-url ${sandbox.address("services", "Fabrikam%20Fiber/_packaging/fiber/pypi/upload/")} --username x --password ""\n`,
      sources: {
        "pyproject.toml": `[project]\nname = "refused"\nversion = "1.0.0"\nrequires-python = ">=3.9"\n\n[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n`,
        "backend.py": wheelBackend("refused", "refused"),
      },
      handler: "Node24",
      programs: [uv.path],
    });
    assert.equal(outcome.result, "Failed");
    assert.match(outcome.log, /401/);
  });

  it("authenticates two indexes that spell the organization in two cases", async () => {
    const other = sandbox
      .address("services", "_packaging/shared/pypi/simple/")
      .replace("/fabrikam/", "/Fabrikam/");
    const outcome = await sandbox.run({
      steps: `steps:\n${task}- script: uv sync\n`,
      sources: project(`[[tool.uv.index]]\nname = "other"\nurl = "${other}"\n\n${index("services")}`, [
        ...both,
        "shared-greeting",
      ]),
      handler: "Node24",
      programs: [uv.path],
    });
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.ok(outcome.requests.some(({ path }) => path.startsWith("/Fabrikam/_packaging/shared/")));
  });

  it("authenticates the organization's other host, which only a requirements file names", async () => {
    const legacy = "https://fabrikam.pkgs.visualstudio.com/Fabrikam%20Fiber/_packaging/fiber/pypi/simple/";
    const outcome = await sandbox.run({
      steps: `steps:
- task: AuthenticateUv@1
  inputs:
    feeds: shared
- script: uv venv && uv pip install --python .venv -r requirements.txt
${scanStep}`,
      sources: { "requirements.txt": `--extra-index-url ${legacy}\nfabrikam-greeting\nshared-greeting\n` },
      handler: "Node24",
      programs: [uv.path],
    });
    assert.equal(outcome.result, "Succeeded", outcome.log);
    const there = outcome.requests.filter(({ host }) => host === "fabrikam.pkgs.visualstudio.com");
    assert.ok(there.some(({ path, auth }) => path.includes("/pypi/download/") && auth === "Basic"));
    const hosts = outcome.requests.filter(({ auth }) => auth !== "none").map(({ host }) => host);
    assert.deepEqual([...new Set(hosts)].sort(), ["fabrikam.pkgs.visualstudio.com", "pkgs.dev.azure.com"]);
    assertNoToken(outcome, sandbox.tokens.job);
  });

  it("authenticates both addresses of a Server whose agent was configured with another host", async () => {
    const { port } = new URL(sandbox.feed.serverUrl);
    const outcome = await sandbox.run({
      steps: `steps:
- task: AuthenticateUv@1
  inputs:
    feeds: shared
- script: uv sync
`,
      sources: project(index("server").replace("default = true\n", ""), [...both, "shared-greeting"]),
      handler: "Node24",
      face: "server",
      configuredOrigin: `http://localhost:${port}`,
      programs: [uv.path],
    });
    assert.equal(outcome.result, "Succeeded", outcome.log);
    const hosts = outcome.requests.filter(({ path }) => path.includes("/pypi/download/"));
    assert.deepEqual(
      [...new Set(hosts.map(({ host, feed }) => `${host.replace(`:${port}`, "")} ${feed ?? ""}`))].sort(),
      ["127.0.0.1 fiber", "localhost shared"],
    );
    assertNoToken(outcome, sandbox.tokens.job);
  });

  it("never lets uv send the token to another organization on the same host", async () => {
    const other = "https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/simple/";
    const outcome = await sandbox.run({
      steps: `steps:\n${task}- script: uv sync\n  continueOnError: true\n`,
      sources: project(`[[tool.uv.index]]\nname = "parts"\nurl = "${other}"\n\n${index("services")}`, [
        "fabrikam-greeting",
        "contoso-greeting",
      ]),
      handler: "Node24",
      programs: [uv.path],
    });
    const toOther = outcome.requests.filter((request) => request.path.startsWith("/contoso/"));
    assert.ok(toOther.length > 0, "uv did ask the other organization");
    assert.deepEqual(
      toOther.filter((request) => request.auth !== "none"),
      [],
    );
    assert.match(outcome.log, /Skipped: https:\/\/pkgs\.dev\.azure\.com\/contoso\/.*another organization/);
  });

  it("leaves an index of another organization the credentials that the user gave it", async () => {
    const other = "https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/simple/";
    const outcome = await sandbox.run({
      steps: `steps:\n${task}- script: uv sync\n`,
      sources: project(`[[tool.uv.index]]\nname = "parts"\nurl = "${other}"\n\n${index("services")}`, [
        "fabrikam-greeting",
        "contoso-greeting",
      ]),
      handler: "Node24",
      programs: [uv.path],
      variables: { UV_INDEX_PARTS_USERNAME: "someone", UV_INDEX_PARTS_PASSWORD: sandbox.tokens.contoso },
    });
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.ok(!outcome.requests.some((request) => request.identity === "unknown token"));
  });

  const foundByUv = [
    ["a netrc", "", "uv sync", { NETRC: "$(Build.SourcesDirectory)/netrc" }],
    [
      "a keyring",
      "someone@",
      'chmod +x bin/keyring && PATH="$PWD/bin:$PATH" uv lock',
      { UV_KEYRING_PROVIDER: "subprocess" },
    ],
  ] as const;
  for (const [title, user, script, variables] of foundByUv) {
    it(`leaves an index of another organization the credentials that uv finds in ${title}`, async () => {
      const other = `https://${user}pkgs.dev.azure.com/contoso/_packaging/parts/pypi/simple/`;
      const outcome = await sandbox.run({
        steps: `steps:\n${task}- bash: ${script}\n`,
        sources: {
          ...project(`[[tool.uv.index]]\nname = "parts"\nurl = "${other}"\n\n${index("services")}`, [
            "fabrikam-greeting",
            "contoso-greeting",
          ]),
          netrc: `machine pkgs.dev.azure.com login someone password ${sandbox.tokens.contoso}\n`,
          "bin/keyring": `#!/bin/sh\necho ${sandbox.tokens.contoso}\n`,
        },
        handler: "Node24",
        programs: [uv.path],
        variables,
      });
      assert.equal(outcome.result, "Succeeded", outcome.log);
      const toOther = outcome.requests.filter((request) => request.path.startsWith("/contoso/"));
      assert.ok(toOther.some((request) => request.identity === "contoso-build"));
      assert.ok(!toOther.some((request) => request.identity === "build"));
    });
  }
});

/** A PEP 517 backend of one file, so that `uv build` needs nothing from an index. */
function wheelBackend(name: string, module: string): string {
  return `import base64, hashlib, os, zipfile

def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    stem = "${module}-1.0.0"
    files = {
        "${module}.py": b"TEXT = 'hello'\\n",
        stem + ".dist-info/METADATA": b"Metadata-Version: 2.1\\nName: ${name}\\nVersion: 1.0.0\\n",
        stem + ".dist-info/WHEEL": b"Wheel-Version: 1.0\\nGenerator: backend\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    def row(path, data):
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        return "%s,sha256=%s,%d" % (path, digest, len(data))
    record = "\\n".join([row(path, data) for path, data in files.items()] + [stem + ".dist-info/RECORD,,"])
    name = stem + "-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        for path, data in files.items():
            wheel.writestr(path, data)
        wheel.writestr(stem + ".dist-info/RECORD", record)
    return name
`;
}
