import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { requireClient, type Clients, type Program } from "../clients/found-clients";
import { Machine, publicUvProject, wheel } from "./restore-upstream-machine";
import { assertNoToken } from "./token-scan";

function pipeline(inputs: Readonly<Record<string, string>> = {}, python = ""): string {
  const all = { feed: "Fiber/fiber", ...inputs };
  const lines = Object.entries(all).map(([name, value]) => `    ${name}: ${JSON.stringify(value)}`);
  return [
    "steps:",
    "- task: RestoreUpstream@1",
    "  name: restore",
    "  inputs:",
    ...lines,
    ...(python === "" ? [] : [`- script: .venv/bin/python -c "${python}"`]),
    '- bash: echo "counts $(restore.savedCount) $(restore.alreadySavedCount) $(restore.bypassCount) $(restore.failedCount)"',
    "  condition: always()",
    "",
  ].join("\n");
}

/** An index that has one wheel, and what it was asked for. */
class SecondIndex {
  readonly asked: string[] = [];
  readonly #server: Server;

  private constructor(number: number) {
    const { file, content, sha256 } = wheel(number);
    this.#server = createServer((request, response) => {
      const path = request.url ?? "";
      this.asked.push(path);
      if (path === `/simple/up-${number}/`)
        response
          .setHeader("content-type", "text/html")
          .end(`<a href="/files/${file}#sha256=${sha256}">${file}</a>`);
      else if (path === `/files/${file}`) response.end(content);
      else response.writeHead(404).end();
    });
  }

  static async open(number: number): Promise<SecondIndex> {
    const index = new SecondIndex(number);
    await new Promise<void>((resolve) => {
      index.#server.listen(0, "127.0.0.1", resolve);
    });
    return index;
  }

  address(path: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${path}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** What builds the project: a backend of its own, which needs up-2 and nothing else. */
const backend = `import zipfile
import up_2

def get_requires_for_build_editable(config_settings=None):
    return []

def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "app-1.0.0-py3-none-any.whl"
    with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
        wheel.writestr("app-1.0.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: app\\nVersion: 1.0.0\\n")
        wheel.writestr("app-1.0.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("app-1.0.0.dist-info/RECORD", "")
    return name
`;

describe("restore-upstream, Python as people write it", () => {
  let clients: Pick<Clients, "node20" | "node24">;
  let uv: Program;
  let machine: Machine | undefined;

  before(function () {
    clients = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
    uv = requireClient(this, "uv");
  });

  afterEach(async () => {
    await machine?.close();
    machine = undefined;
  });

  const open = async (): Promise<Machine> => (machine = await Machine.open(clients));

  const chain = {
    "requirements/prod.txt": "\uFEFF-r base.txt\n-c ../constraints.txt\nup-2 ; python_version > '3' # why\n",
    "requirements/base.txt": "-r prod.txt\nup-1>=1,<2\n",
    "constraints.txt": "up-2==1.0.2\nup-3==1.0.3\n",
  };
  const shapes = [
    ["requirements without hashes", { "requirements.txt": "up-1\nup-2>=1\n" }],
    ["requirements that include others, in a folder of their own", chain],
    [
      "a plain pyproject.toml",
      {
        "pyproject.toml":
          '[project]\nname = "app"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = ["up-1"]\n\n[dependency-groups]\ndev = ["up-2"]\n',
      },
    ],
  ] as const;
  for (const [title, sources] of shapes) {
    it(`restores ${title}`, async () => {
      const here = await open();
      const outcome = await here.run(
        pipeline({}, "import up_1, up_2; print('sum', up_1.NUMBER + up_2.NUMBER)"),
        sources,
        [uv.path],
      );
      assert.equal(outcome.result, "Succeeded", outcome.log);
      assert.match(outcome.log, /sum 3/);
      assert.match(outcome.log, /counts 2 0 0 0/);
      assert.match(outcome.log, /Restored 1 project /);
      assert.deepEqual(here.saved(), ["pypi up-1 1.0.1", "pypi up-2 1.0.2"]);
    });

    it(`has ${title} resolved before they are saved, and writes nothing among the sources`, async () => {
      const here = await open();
      const outcome = await here.run(pipeline({ mode: "save" }), sources, [uv.path]);
      assert.equal(outcome.result, "Succeeded", outcome.log);
      assert.match(outcome.log, /uv resolves (?:them|it) through the feed first/);
      assert.match(outcome.log, /counts 2 0 0 0/);
      assert.deepEqual(here.saved(), ["pypi up-1 1.0.1", "pypi up-2 1.0.2"]);
      const left = readdirSync(outcome.sources, { recursive: true }).map(String);
      assert.deepEqual(
        left.filter((path) => /uv\.lock|\.venv|egg-info/.test(path)),
        [],
      );
      const again = await here.run(pipeline({ mode: "save" }), sources, [uv.path]);
      assert.match(again.log, /counts 0 2 0 0/);
      assertNoToken(outcome, here.token);
    });
  }

  it("changes nothing in mode audit, and says what it leaves open", async () => {
    const here = await open();
    const outcome = await here.run(pipeline({ mode: "audit" }), { "requirements.txt": "up-1\n" }, [uv.path]);
    assert.equal(outcome.result, "Failed", outcome.log);
    assert.match(
      outcome.log,
      /requirements\.txt does not name all files that uv would fetch, and mode audit changes nothing/,
    );
    assert.match(outcome.log, /Nothing was looked up through feed Fiber\/fiber/);
    assert.deepEqual(here.saved(), []);
  });

  it("says in mode save how a project without a lock file goes without uv", async () => {
    const here = await open();
    const inputs = { mode: "save", packageManagers: "uv" };
    const outcome = await here.run(pipeline(inputs), { "requirements.txt": "up-1\n" }, []);
    assert.equal(outcome.result, "Failed");
    assert.match(outcome.log, /uv is neither on PATH nor in the agent's tool cache/);
  });

  it("passes over notes and templates, each with a warning, and restores the rest", async () => {
    const here = await open();
    const outcome = await here.run(
      pipeline(),
      {
        "requirements.txt": "up-1\n",
        "docs/requirements-notes.txt": "Please read this first.\nThen that.\n",
        "new/requirements-dev.txt": "{{ package }}=={{ version }}\n",
      },
      [uv.path],
    );
    assert.notEqual(outcome.result, "Failed", outcome.log);
    assert.match(outcome.log, /docs\/requirements-notes\.txt:1:1: expected/);
    assert.match(outcome.log, /new\/requirements-dev\.txt:1:1: expected/);
    assert.deepEqual(here.saved(), ["pypi up-1 1.0.1"]);
  });

  it("restores the groups and extras of the inputs", async () => {
    const here = await open();
    const sources = {
      "pyproject.toml":
        '[project]\nname = "app"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = []\n\n[project.optional-dependencies]\nmore = ["up-1"]\n\n[dependency-groups]\ntest = ["up-2"]\n',
    };
    const looking =
      "import importlib.util as u; print('there', [n for n in ('up_1', 'up_2') if u.find_spec(n)])";
    const none = await here.run(pipeline({}, looking), sources, [uv.path]);
    assert.match(none.log, /^there \[\]$/m);
    const outcome = await here.run(pipeline({ groups: "test", extras: "all" }, looking), sources, [uv.path]);
    assert.match(outcome.log, /^there \['up_1', 'up_2'\]$/m);
    const unknown = await here.run(pipeline({ groups: "--frozen" }), sources, [uv.path]);
    assert.match(unknown.log, /Input groups: "--frozen" is not the name of one/);
  });

  it("leaves what is pinned to an index of its own to it, and restores the rest through the feed", async () => {
    const here = await open();
    const second = await SecondIndex.open(2);
    try {
      const base = publicUvProject([1, 2]);
      const lock = (base["uv.lock"] ?? "")
        .split("\n\n[[package]]\n")
        .map((block) =>
          block.startsWith('name = "up-2"')
            ? block
                .replace("https://python.example/simple", second.address("simple"))
                .replace("https://files.python.example/packages/", second.address("files/"))
            : block.replace('"==1.0.2" }', `"==1.0.2", index = "${second.address("simple")}" }`),
        );
      const outcome = await here.run(
        pipeline({}, "import up_1, up_2"),
        {
          "pyproject.toml": `${base["pyproject.toml"] ?? ""}\n[[tool.uv.index]]\nname = "second"\nurl = "${second.address("simple")}"\nexplicit = true\n\n[tool.uv.sources]\nup-2 = { index = "second" }\n`,
          "uv.lock": lock.join("\n\n[[package]]\n"),
        },
        [uv.path],
      );
      assert.equal(outcome.result, "Succeeded", outcome.log);
      assert.deepEqual(here.saved(), ["pypi up-1 1.0.1"]);
      assert.deepEqual(second.asked, [`/files/${wheel(2).file}`]);
      assert.match(outcome.log, /uv\.lock:\d+: fetched from 127\.0\.0\.1:\d+, not from the feed/);
      assert.match(outcome.log, /uv\.lock:\d+: names files\.python\.example; restored through the feed/);
      assertNoToken(outcome, here.token);
    } finally {
      second.close();
    }
  });

  for (const mode of ["restore", "save", "audit"]) {
    it(`fails of a lock file that is out of date, and says what is missing (${mode})`, async () => {
      const here = await open();
      const sources = publicUvProject([1]);
      const pyproject = (sources["pyproject.toml"] ?? "").replace(
        '["up-1==1.0.1"]',
        '[\n  "up-1==1.0.1",\n  "up-2>=1",\n]',
      );
      const outcome = await here.run(pipeline({ mode }), { ...sources, "pyproject.toml": pyproject }, [
        uv.path,
      ]);
      assert.equal(outcome.result, "Failed");
      assert.match(outcome.log, /pyproject\.toml:7 needs up-2>=1, which uv\.lock does not have/);
      assert.ok(!existsSync(join(outcome.sources, ".venv")));
    });
  }

  /** A project with a build of its own, whose requirements are those. */
  const builtProject = (requires: readonly string[]): Readonly<Record<string, string>> => {
    const base = publicUvProject([1]);
    return {
      "uv.lock": (base["uv.lock"] ?? "").replace('virtual = "."', 'editable = "."'),
      "pyproject.toml": `${(base["pyproject.toml"] ?? "").replace("package = false", "package = true")}\n[build-system]\nrequires = ${JSON.stringify(requires)}\nbuild-backend = "backend"\nbackend-path = ["."]\n`,
      "backend.py": backend,
    };
  };

  it("counts what the build of the project needed", async () => {
    const here = await open();
    const outcome = await here.run(pipeline({}, "import up_1"), builtProject(["up-2"]), [uv.path]);
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.deepEqual(here.saved(), ["pypi up-1 1.0.1", "pypi up-2 1.0.2"]);
    assert.match(outcome.log, /counts 2 0 0 0/);
    assert.equal(readFileSync(join(outcome.sources, "backend.py"), "utf8"), backend);
  });

  const member = {
    "packages/part/pyproject.toml":
      '[project]\nname = "part"\nversion = "1.0.0"\n\n[build-system]\nrequires = ["up-2==1.0.2", "up-4"]\n',
    "packages/part/README.md": "",
  };
  const memberLocked =
    '\n[[package]]\nname = "part"\nversion = "1.0.0"\nsource = { editable = "packages/part" }\n';

  it("has what the builds of the project need saved, members too, and builds nothing", async () => {
    machine = await Machine.open(clients, { packages: 4 });
    const here = machine;
    const base = builtProject(["up-2", "--index-url http://127.0.0.1:9/simple"]);
    const sdist = `\n[[package]]\nname = "old"\nversion = "1"\nsource = { git = "https://git.example/old?rev=1#${"a".repeat(40)}" }\n`;
    const sources = { ...base, ...member, "uv.lock": `${base["uv.lock"] ?? ""}${memberLocked}${sdist}` };
    const outcome = await here.run(pipeline({ mode: "save" }), sources, [uv.path]);
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.match(outcome.log, /uv resolves what the project's own builds need/);
    assert.match(
      outcome.log,
      /is not known before they run, and mode restore has the feed save it: --index-url http:\/\/127\.0\.0\.1:9\/simple, old$/m,
    );
    assert.match(outcome.log, /counts 3 0 1 0/);
    assert.deepEqual(here.saved(), ["pypi up-1 1.0.1", "pypi up-2 1.0.2", "pypi up-4 1.0.4"]);
    assert.deepEqual(
      readdirSync(outcome.sources, { recursive: true }).filter((path) => /\.venv|\.in$/.test(String(path))),
      [],
    );
    assertNoToken(outcome, here.token);
    const again = await here.run(pipeline({ mode: "save" }), sources, [uv.path]);
    assert.match(again.log, /counts 0 3 1 0/);
  });

  it("saves what is locked where there is no uv to resolve what builds need, and says so", async () => {
    const here = await open();
    const outcome = await here.run(pipeline({ mode: "save" }), builtProject(["up-2"]), []);
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.match(
      outcome.log,
      /^##\[warning\]uv\.lock: what is needed beside it is not listed\. uv is neither on PATH/m,
    );
    assert.deepEqual(here.saved(), ["pypi up-1 1.0.1"]);
  });

  it("fails where the feed has not what a build needs", async () => {
    const here = await open();
    const outcome = await here.run(pipeline({ mode: "save" }), builtProject(["up-9"]), [uv.path]);
    assert.equal(outcome.result, "Failed", outcome.log);
    assert.match(outcome.log, /up-9 was not found/);
    assert.deepEqual(here.saved(), ["pypi up-1 1.0.1"]);
  });

  it("asks for nothing that builds need in mode audit, and says so", async () => {
    const here = await open();
    const outcome = await here.run(pipeline({ mode: "audit" }), builtProject(["up-2"]), [uv.path]);
    assert.notEqual(outcome.result, "Failed", outcome.log);
    assert.match(outcome.log, /is in no lock file, so mode audit leaves it open$/m);
    assert.deepEqual(here.saved(), []);
  });
});
