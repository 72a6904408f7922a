import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pythonWheel } from "../../sandbox/feed/protocols/pypi/python-wheel";
import { jobCredentials } from "../../shared/core/credentials";
import { jobIdentity } from "../../shared/core/identity";
import { requireClient, type Program } from "../clients/found-clients";
import { makeJob } from "../shared/clients/planning";
import { server } from "../shared/core/organizations";
import { makeKeyring } from "../shared/protocols/pypi/keyring/keyring-folder";
import { handlers, Sandbox, type Job } from "./sandbox";
import { assertNoToken, scanStep } from "./token-scan";

const task = "- task: AuthenticateUv@1\n  inputs:\n    useKeyring: true\n";

describe("the job's keyring, with real clients", function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let uv: Program;
  let python: Program;
  let temp = "";

  before(async function () {
    uv = requireClient(this, "uv");
    python = requireClient(this, "keyring");
    sandbox = await Sandbox.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
    temp = mkdtempSync(join(tmpdir(), "keyring-e2e-"));
  });

  after(async () => {
    if (temp !== "") rmSync(temp, { recursive: true, force: true });
    await sandbox.close();
  });

  const project = (indexes: readonly string[]): Job["sources"] => ({
    "pyproject.toml": [
      '[project]\nname = "app"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = ["fabrikam-greeting", "upstream-basics"]\n',
      ...indexes,
    ].join("\n"),
  });
  const fiber = (user = ""): string =>
    `[[tool.uv.index]]\nname = "fiber"\nurl = "${sandbox.address("services", "Fabrikam%20Fiber/_packaging/fiber/pypi/simple/").replace("//", `//${user}`)}"\ndefault = true\n`;

  for (const [title, handler] of handlers) {
    it(`uv restores by it, and another organization on the host gets nothing (${title})`, async () => {
      const address = "https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/simple/";
      const theirs = `[[tool.uv.index]]\nname = "theirs"\nurl = "${address}"\nignore-error-codes = [401]\n`;
      const outcome = await sandbox.run({
        steps: `steps:\n${task}- script: command -v keyring && uv sync\n${scanStep}`,
        sources: project([fiber(handler === "Node24" ? "VssSessionToken@" : ""), theirs]),
        handler,
        programs: [uv.path],
      });
      assert.equal(outcome.result, "Succeeded", outcome.log);
      assert.match(outcome.log, /feedpass\/[^\n]*\/bin\/keyring/);
      assert.match(outcome.log, /no file holds the token/);
      const others = outcome.requests.filter(({ path }) => path.startsWith("/contoso/"));
      assert.ok(others.length > 0);
      assert.deepEqual(
        others.filter(({ auth }) => auth !== "none"),
        [],
      );
      assertNoToken(outcome, sandbox.tokens.job);
    });
  }

  it("uv publishes by it", async () => {
    const { file, content } = wheel("by-uv");
    const outcome = await sandbox.run({
      steps: `steps:\n${task}- script: python3 wheel.py && uv publish ${file}\n`,
      sources: {
        ...project([fiber()]),
        "wheel.py": `import base64\nopen("${file}", "wb").write(base64.b64decode("${content.toString("base64")}"))\n`,
      },
      handler: "Node24",
      programs: [uv.path],
    });
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.ok(sandbox.feed.saved("fabrikam", "fiber").some(({ name }) => name === "by-uv"));
  });

  /** Later steps' environment, and the address of the collection. */
  const laterSteps = (): { readonly environment: Record<string, string>; readonly root: string } => {
    const root = `${sandbox.feed.serverUrl}DefaultCollection/`;
    const organization = server(root);
    const identities = [jobIdentity(organization, jobCredentials(sandbox.tokens.job))] as const;
    const jobFolder = mkdtempSync(join(temp, "step-"));
    const { PATH: bin = "", ...variables } = makeKeyring({
      ...makeJob({ organization, jobFolder }),
      identities,
    });
    const path = [bin, process.env["PATH"] ?? ""].join(delimiter);
    return { environment: { ...variables, PATH: path, HOME: jobFolder }, root };
  };

  /** Runs a module of the environment, and gives its words. */
  const run = async (
    words: readonly string[],
    environment: Readonly<Record<string, string>>,
    cwd: string,
  ): Promise<{ readonly code: number | null; readonly said: string }> => {
    const child = spawn(python.path, ["-m", ...words], {
      env: environment,
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => (said += text));
    }
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    assert.ok(!said.includes(sandbox.tokens.job));
    return { code, said };
  };

  it("twine publishes by its backend, and another collection on the host gets nothing", async () => {
    const { environment, root } = laterSteps();
    const folder = mkdtempSync(join(temp, "twine-"));
    const { file, content } = wheel("by-twine");
    writeFileSync(join(folder, file), content);
    const upload = (place: string): Promise<{ readonly code: number | null; readonly said: string }> =>
      run(
        ["twine", "upload", "--non-interactive", "--repository-url", place, file],
        { ...environment, PYTHON_KEYRING_BACKEND: "feedpass_keyring_0123456789abcdef.FeedpassKeyring" },
        folder,
      );
    const path = "Fabrikam%20Fiber/_packaging/fiber/pypi/upload/";
    const published = await upload(`${root}${path}`);
    assert.equal(published.code, 0, published.said);
    sandbox.feed.clearRequests();
    const refused = await upload(`${root.replace("DefaultCollection", "OtherCollection")}${path}`);
    assert.notEqual(refused.code, 0);
    assert.deepEqual(
      sandbox.feed.requests().filter(({ auth }) => auth !== "none"),
      [],
    );
  });

  it("pip restores by the program, and passes what is not ours on to the user's own", async () => {
    const { environment, root } = laterSteps();
    const theirs = join(temp, "theirs");
    mkdirSync(theirs);
    writeFileSync(join(theirs, "keyring"), `#!/bin/sh\necho "$*" >>"${join(temp, "asked")}"\nexit 1\n`);
    chmodSync(join(theirs, "keyring"), 0o755);
    const [bin = "", ...rest] = (environment["PATH"] ?? "").split(delimiter);
    const index = (place: string): string =>
      `${place}Fabrikam%20Fiber/_packaging/fiber/pypi/simple/`.replace("//", "//VssSessionToken@");
    const download = (place: string): Promise<{ readonly code: number | null; readonly said: string }> =>
      run(
        ["pip", "download", "--no-deps", "--dest", "got", "--index-url", index(place), "fabrikam-greeting"],
        {
          ...environment,
          ...{ PIP_KEYRING_PROVIDER: "subprocess", PIP_NO_INPUT: "1", PIP_NO_CACHE_DIR: "1" },
          PATH: [bin, theirs, ...rest].join(delimiter),
        },
        temp,
      );
    const own = await download(root);
    assert.equal(own.code, 0, own.said);
    assert.equal(readdirSync(join(temp, "got")).length, 1);
    assert.ok(!existsSync(join(temp, "asked")));
    const foreign = await download(root.replace("DefaultCollection", "OtherCollection"));
    assert.notEqual(foreign.code, 0);
    assert.ok(existsSync(join(temp, "asked")), foreign.said);
  });
});

function wheel(name: string): ReturnType<typeof pythonWheel> {
  return pythonWheel({ name, version: "1.0.0", modules: { [name.replaceAll("-", "_")]: "" } });
}
