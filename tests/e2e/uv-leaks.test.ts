import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { requireClient, type Program } from "../clients/found-clients";
import { Sandbox, type Job, type Outcome } from "./sandbox";

/** A host of somebody else: asks everybody for credentials, and notes who gave some. */
class OtherHost {
  readonly asked: string[] = [];
  readonly given: string[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const path = request.url ?? "";
      this.asked.push(path);
      if (request.headers.authorization !== undefined) this.given.push(path);
      response.writeHead(401, { "WWW-Authenticate": 'Basic realm="other"' }).end();
    });
  }

  /** `http://127.0.0.1:<port>`. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const contoso = "https://pkgs.dev.azure.com/contoso";
const wheel = `${contoso}/_packaging/parts/pypi/download/bad/1/bad-1-py3-none-any.whl`;

function project(name: string, dependencies: readonly string[], more = ""): string {
  return `[project]\nname = "${name}"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = ${JSON.stringify(
    dependencies,
  )}\n\n${more}`;
}

function index(name: string, url: string, more = ""): string {
  return `[[tool.uv.index]]\nname = "${name}"\nurl = "${url}"\n${more}`;
}

/** A package of this name that needs `bad` from an index called `name`. */
function member(name: string, url: string): string {
  return project("member", ["bad"], `${index(name, url)}[tool.uv.sources]\nbad = { index = "${name}" }\n`);
}

function authenticate(folder: string): string {
  return `- task: AuthenticateUv@1\n  inputs:\n    workingDirectory: ${folder}\n`;
}

/** A step that may fail: what it asked for is what counts. */
function trial(script: string, folder: string): string {
  return `- script: ${script}\n  workingDirectory: ${folder}\n  continueOnError: true\n`;
}

describe("authenticate-uv: what the real uv gives to others", () => {
  let sandbox: Sandbox;
  let uv: Program;
  let other: OtherHost;
  let origin: string;

  before(async function () {
    uv = requireClient(this, "uv");
    sandbox = await Sandbox.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
  });

  after(async () => {
    await sandbox.close();
  });

  beforeEach(async () => {
    other = new OtherHost();
    origin = await other.listen();
  });

  afterEach(async () => {
    await other.close();
  });

  const fiber = (): string =>
    index(
      "fiber",
      sandbox.address("services", "Fabrikam%20Fiber/_packaging/fiber/pypi/simple/"),
      "default = true\n",
    );

  const run = (steps: string, sources: Job["sources"], more: Partial<Job> = {}): Promise<Outcome> =>
    sandbox.run({ steps: `steps:\n${steps}`, sources, handler: "Node24", programs: [uv.path], ...more });

  const assertFeedWorks = ({ requests, log }: Outcome): void => {
    const own = requests.filter(({ feed, status }) => feed === "fiber" && status < 400);
    assert.ok(own.length > 0, log);
    assert.deepEqual(
      requests.filter(({ feed, auth }) => feed === "fiber" && auth !== "Basic"),
      [],
    );
  };

  const toContoso = ({ requests }: Outcome): readonly { readonly path: string; readonly auth: string }[] =>
    requests.filter(({ path }) => path.startsWith("/contoso/")).map(({ path, auth }) => ({ path, auth }));

  const assertNothingGiven = (outcome: Outcome): void => {
    const asked = toContoso(outcome);
    assert.ok(asked.length > 0, outcome.log);
    assert.deepEqual(
      asked.filter(({ auth }) => auth !== "none"),
      [],
    );
  };

  /** Sources in which an index of the feed's name, or its variable's, is at another address. */
  const sameName = (url: string): Job["sources"] => ({
    "workspace/pyproject.toml": project(
      "app",
      ["fabrikam-greeting", "member"],
      `${fiber()}[tool.uv.workspace]\nmembers = ["member"]\n[tool.uv.sources]\nmember = { workspace = true }\n`,
    ),
    "workspace/member/pyproject.toml": member("fiber", url),
    "path/pyproject.toml": project(
      "app",
      ["fabrikam-greeting", "member"],
      `${fiber()}[tool.uv.sources]\nmember = { path = "../elsewhere/member" }\n`,
    ),
    "elsewhere/member/pyproject.toml": member("fiber", url),
  });

  it("an index of the feed's name at another host gets nothing, wherever it is declared", async () => {
    const url = `${origin}/pypi/simple/`;
    const script = `# /// script\n# requires-python = ">=3.9"\n# dependencies = ["bad"]\n# [[tool.uv.index]]\n# name = "fiber"\n# url = "${url}script/"\n# ///\n`;
    const outcome = await run(
      authenticate("workspace") +
        trial("uv lock", "workspace") +
        trial("uv lock", "path") +
        trial("uv run script.py", "workspace") +
        trial("uv lock", "workspace/nested"),
      {
        ...sameName(url),
        "workspace/script.py": script,
        "workspace/nested/pyproject.toml": project("nested", ["bad"], index("Fiber", `${url}nested/`)),
      },
    );
    assertFeedWorks(outcome);
    const places = new Set(other.asked.map((path) => path.replace(/bad\/$/, "")));
    assert.deepEqual([...places].sort(), ["/pypi/simple/", "/pypi/simple/nested/", "/pypi/simple/script/"]);
    assert.ok(other.asked.filter((path) => path === "/pypi/simple/bad/").length >= 2, "two layouts asked it");
    assert.deepEqual(other.given, []);
  });

  it("an index of the feed's name at another organization gets nothing", async () => {
    const outcome = await run(
      authenticate("workspace") +
        trial("uv lock", "workspace") +
        authenticate("path") +
        trial("uv lock", "path"),
      sameName(`${contoso}/_packaging/parts/pypi/simple/`),
    );
    assertFeedWorks(outcome);
    assertNothingGiven(outcome);
  });

  it("a place of the job cannot be named before the job", async () => {
    const names = ["feedpass-pkgs.dev.azure.com-fabrikam", "feedpass-1", "feedpass"];
    const indexes = names.map((name) => index(name, `${origin}/${name}/`)).join("");
    const outcome = await run(authenticate(".") + trial("uv lock", "app"), {
      "pyproject.toml": project("root", [], fiber()),
      "app/pyproject.toml": project("app", ["bad"], indexes),
    });
    assert.equal(outcome.requests.length, 0);
    assert.ok(other.asked.length > 0);
    assert.deepEqual(other.given, []);
  });

  it("direct addresses in another organization get nothing", async () => {
    const lock = `version = 1\nrevision = 3\nrequires-python = ">=3.9"\n\n[[package]]\nname = "app"\nversion = "1.0.0"\nsource = { virtual = "." }\ndependencies = [{ name = "bad" }]\n\n[package.metadata]\nrequires-dist = [{ name = "bad" }]\n\n[[package]]\nname = "bad"\nversion = "1"\nsource = { registry = "${contoso}/_packaging/parts/pypi/simple/" }\nwheels = [{ url = "${wheel.replace("/bad/", "/locked/")}", hash = "sha256:${"0".repeat(64)}" }]\n`;
    const outcome = await run(
      ["requirement", "source", "links", "lock"]
        .map(
          (folder) =>
            authenticate(folder) + trial(folder === "lock" ? "uv sync --frozen" : "uv lock", folder),
        )
        .join(""),
      {
        "requirement/pyproject.toml": project("app", [`bad @ ${wheel}`], fiber()),
        "source/pyproject.toml": project(
          "app",
          ["bad"],
          `${fiber()}[tool.uv.sources]\nbad = { url = "${wheel.replace("/bad/", "/sourced/")}" }\n`,
        ),
        "links/pyproject.toml": project(
          "app",
          ["fabrikam-greeting"],
          `${fiber()}[tool.uv]\nfind-links = ["${contoso}/links/"]\n`,
        ),
        "lock/pyproject.toml": project("app", ["bad"], fiber()),
        "lock/uv.lock": lock,
      },
    );
    assertNothingGiven(outcome);
    const asked = toContoso(outcome).map(({ path }) => path);
    for (const part of ["/download/bad/", "/download/sourced/", "/links/", "/download/locked/"])
      assert.ok(
        asked.some((path) => path.includes(part)),
        `${part}\n${outcome.log}`,
      );
    assert.match(outcome.log, /No credentials below https:\/\/pkgs\.dev\.azure\.com\/contoso\//);
  });

  it("indexes of another organization get nothing, in whatever order uv holds them", async () => {
    const names = Array.from({ length: 6 }, (_, each) => `parts${each}`);
    const indexes = names.map((name) =>
      index(name, `${contoso}/_packaging/${name}/pypi/simple/`, "explicit = true\n"),
    );
    const sources = names.map((name) => `bad-${name} = { index = "${name}" }\n`);
    const outcome = await run(authenticate(".") + trial("uv lock", "."), {
      "pyproject.toml": project(
        "app",
        ["fabrikam-greeting", ...names.map((name) => `bad-${name}`)],
        `${indexes.join("")}${fiber()}[tool.uv.sources]\n${sources.join("")}`,
      ),
    });
    assertNothingGiven(outcome);
    assert.equal(new Set(toContoso(outcome).map(({ path }) => path)).size, names.length, outcome.log);
    assertFeedWorks(outcome);
  });

  it("refuses a project that has the feed's certificate not checked", async () => {
    const outcome = await run(authenticate("."), {
      "pyproject.toml": project(
        "app",
        [],
        `${fiber()}[tool.uv]\nallow-insecure-host = ["pkgs.dev.azure.com"]\n`,
      ),
    });
    assert.equal(outcome.result, "Failed");
    assert.match(outcome.log, /pyproject\.toml:\d+: allow-insecure-host has pkgs\.dev\.azure\.com/);
  });

  for (const how of ["uv publish", "uv publish --index fiber"]) {
    it(`${how} works, and only an own upload address has the token`, async () => {
      const upload = sandbox.address("services", "Fabrikam%20Fiber/_packaging/fiber/pypi/upload/");
      const publish = how === "uv publish" ? "" : `publish-url = "${upload}"\n`;
      const name = how === "uv publish" ? "plain" : "indexed";
      const outcome = await run(
        `${authenticate(".")}- script: mkdir dist && python3 wheel.py dist/${name}-1.0.0-py3-none-any.whl && ${how}\n`,
        { "pyproject.toml": project(name, [], fiber() + publish), "wheel.py": wheelScript(name) },
      );
      assert.equal(outcome.result, "Succeeded", outcome.log);
      assert.ok(sandbox.feed.saved("fabrikam", "fiber").some((file) => file.name === name));
    });
  }
});

/** A Python script that writes a wheel with nothing in it. */
function wheelScript(name: string): string {
  return `import sys, zipfile
info = "${name}-1.0.0.dist-info/"
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: ${name}\\nVersion: 1.0.0\\n")
    wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(info + "RECORD", "".join(info + part + ",,\\n" for part in ["METADATA", "WHEEL", "RECORD"]))
`;
}
