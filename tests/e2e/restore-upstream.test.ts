import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireClient, type Clients, type Program } from "../clients/found-clients";
import {
  cargoProject,
  identity,
  Machine,
  publicUvProject,
  wheel,
  type RestoreOutcome,
  type WorldOptions,
} from "./restore-upstream-machine";
import { handlers } from "./sandbox";
import { assertNoToken } from "./token-scan";

function pipeline(inputs: Readonly<Record<string, string>> = {}): string {
  const all = { feed: "Fiber/fiber", ...inputs };
  const lines = Object.entries(all).map(([name, value]) => `    ${name}: ${JSON.stringify(value)}`);
  return [
    "steps:",
    "- task: RestoreUpstream@1",
    "  name: restore",
    "  inputs:",
    ...lines,
    '- bash: echo "counts $(restore.savedCount) $(restore.alreadySavedCount) $(restore.bypassCount) $(restore.failedCount)"',
    "  condition: always()",
    "",
  ].join("\n");
}

function lastLine(outcome: RestoreOutcome): string {
  return /^(?:Restored|Read the lock files of) .* through .*$/m.exec(outcome.log)?.[0] ?? "";
}

describe("restore-upstream", () => {
  let clients: Pick<Clients, "node20" | "node24">;
  let uv: Program;
  let cargo: Program;
  let machine: Machine | undefined;

  before(function () {
    clients = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
    uv = requireClient(this, "uv");
    cargo = requireClient(this, "cargo");
  });

  afterEach(async () => {
    await machine?.close();
    machine = undefined;
  });

  const open = async (options: WorldOptions = {}): Promise<Machine> =>
    (machine = await Machine.open(clients, options));

  for (const [title, handler] of handlers) {
    it(`restores a uv.lock with public addresses through the feed and leaves it as it is (${title})`, async () => {
      const here = await open();
      const sources = publicUvProject([1, 2]);
      const outcome = await here.run(
        `${pipeline({ reportPath: "$(Build.ArtifactStagingDirectory)/report.json" })}- script: uv run --no-sync python -c "import up_1, up_2; print('sum', up_1.NUMBER + up_2.NUMBER)"\n`,
        sources,
        [uv.path],
        { handler },
      );
      assert.equal(outcome.result, "Succeeded", outcome.log);
      assert.match(outcome.log, /sum 3/);
      assert.match(outcome.log, /counts 2 0 0 0/);
      assert.equal(
        lastLine(outcome),
        "Restored 1 project through Fiber/fiber: 2 saved now, 0 already saved, 0 bypassed, 0 failed",
      );
      assert.equal(readFileSync(join(outcome.sources, "uv.lock"), "utf8"), sources["uv.lock"]);
      assert.deepEqual(here.saved(), ["pypi up-1 1.0.1", "pypi up-2 1.0.2"]);
      assertNoToken(outcome, here.token);
    });
  }

  const locks: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    [
      "pylock.toml with public addresses",
      {
        "pylock.toml": `lock-version = "1.0"\ncreated-by = "test"\nrequires-python = ">=3.9"\n\n[[packages]]\nname = "up-1"\nversion = "1.0.1"\nindex = "https://python.example/simple"\nwheels = [{ name = "${wheel(1).file}", url = "https://files.python.example/packages/${wheel(1).file}", hashes = { sha256 = "${wheel(1).sha256}" } }]\n`,
      },
    ],
    [
      "requirements.txt with hashes",
      { "requirements.txt": `up-1==1.0.1 --hash=sha256:${wheel(1).sha256}\n` },
    ],
  ];
  for (const [title, sources] of locks) {
    it(`restores a ${title} into the project's environment`, async () => {
      const here = await open();
      const outcome = await here.run(
        `${pipeline()}- script: .venv/bin/python -c "import up_1; print('number', up_1.NUMBER)"\n`,
        sources,
        [uv.path],
      );
      assert.equal(outcome.result, "Succeeded", outcome.log);
      assert.match(outcome.log, /number 1/);
      assert.match(outcome.log, /counts 1 0 0 0/);
      assert.deepEqual(here.saved(), ["pypi up-1 1.0.1"]);
    });
  }

  it("fails for a pylock.toml whose hash is not that of the feed's file", async () => {
    const here = await open();
    const pylock = (locks[0]?.[1]["pylock.toml"] ?? "").replace(wheel(1).sha256, "0".repeat(64));
    const outcome = await here.run(pipeline(), { "pylock.toml": pylock }, [uv.path]);
    assert.equal(outcome.result, "Failed");
    assert.match(outcome.log, /A file of feed Fiber\/fiber is not the one that the lock file names/);
  });

  it("restores a Cargo project", async () => {
    const here = await open();
    const outcome = await here.run(pipeline(), cargoProject([1, 2]), [cargo.path]);
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.match(outcome.log, /counts 2 0 0 0/);
    assert.deepEqual(here.saved(), ["cargo up-1 1.0.1", "cargo up-2 1.0.2"]);
    assertNoToken(outcome, here.token);
  });

  it("gets every version saved in a public feed, where Cargo stays anonymous", async () => {
    const here = await open({ visibility: "public" });
    const outcome = await here.run(pipeline(), { ...cargoProject([1, 2]), ...publicUvProject([1]) }, [
      cargo.path,
      uv.path,
    ]);
    assert.notEqual(outcome.result, "Failed", outcome.log);
    assert.match(outcome.log, /counts 3 0 0 0/);
    assert.deepEqual(here.saved(), ["cargo up-1 1.0.1", "cargo up-2 1.0.2", "pypi up-1 1.0.1"]);
  });

  it("names the role that is missing and the identity that needs it, for a Reader", async () => {
    const here = await open({ role: "reader" });
    const outcome = await here.run(pipeline(), publicUvProject([1]), [uv.path]);
    assert.equal(outcome.result, "Failed");
    assert.ok(outcome.log.includes(identity), outcome.log);
    assert.match(outcome.log, /Feed and Upstream Reader \(Collaborator\)/);
    assert.deepEqual(here.saved(), []);
  });

  it("says of a blocked version how it is let in", async () => {
    const here = await open({ blocked: ["up-1"] });
    const outcome = await here.run(
      pipeline({ mode: "save", onUnsaved: "fail" }),
      publicUvProject([1, 2]),
      [],
    );
    assert.equal(outcome.result, "Failed");
    assert.match(outcome.log, /up-1 1\.0\.1.*[Aa]llow/);
    assert.deepEqual(here.saved(), ["pypi up-2 1.0.2"]);
  });

  it("saves a yanked version that is locked", async () => {
    const here = await open();
    const outcome = await here.run(pipeline(), publicUvProject([3]), [uv.path]);
    assert.notEqual(outcome.result, "Failed", outcome.log);
    assert.deepEqual(here.saved(), ["pypi up-3 1.0.3"]);
  });

  it("says that the upstream is down", async () => {
    const here = await open({ upstreamIsDown: true });
    const outcome = await here.run(pipeline(), publicUvProject([1]), [uv.path], {
      environment: { UV_HTTP_RETRIES: "0" },
    });
    assert.equal(outcome.result, "Failed");
    assert.match(outcome.log, /could not reach its upstream source/);
  });

  it("stops before anything runs with onBypass: fail, and not for what is restored through the feed", async () => {
    const here = await open();
    const sources = publicUvProject([1]);
    const index = '\n[[tool.uv.index]]\nurl = "https://more.example/simple/"\n';
    const outcome = await here.run(
      pipeline({ onBypass: "fail" }),
      { ...sources, "pyproject.toml": `${sources["pyproject.toml"] ?? ""}${index}` },
      [uv.path],
    );
    assert.equal(outcome.result, "Failed");
    assert.match(outcome.log, /pyproject\.toml:\d+: fetched from more\.example/);
    assert.ok(!existsSync(join(outcome.sources, ".venv")));
    assert.deepEqual(here.saved(), []);
    const through = await here.run(pipeline({ onBypass: "fail" }), sources, [uv.path]);
    assert.equal(through.result, "Succeeded", through.log);
    assert.match(
      through.log,
      /uv\.lock:\d+: names files\.python\.example; restored through the feed all the same/,
    );
  });

  it("saves a lock file without any client, and finds it saved the second time", async () => {
    const here = await open({ packages: 40 });
    const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
    const first = await here.run(pipeline({ mode: "save" }), publicUvProject(numbers), []);
    assert.match(first.log, /counts 40 0 0 0/);
    assert.equal(here.saved().length, 40);
    const second = await here.run(pipeline({ mode: "save" }), publicUvProject(numbers), []);
    assert.match(second.log, /counts 0 40 0 0/);
    assert.deepEqual(
      second.requests.filter(({ path }) => path.includes("/pypi/download/")),
      [],
    );
  });

  it("audits a lock file without any client or change", async () => {
    const here = await open();
    await here.run(pipeline({ mode: "save" }), publicUvProject([1]), []);
    const outcome = await here.run(pipeline({ mode: "audit" }), publicUvProject([1, 2]), []);
    assert.equal(outcome.result, "SucceededWithIssues", outcome.log);
    assert.equal(
      lastLine(outcome),
      "Read the lock files of 1 project through Fiber/fiber: 1 would be saved, 1 already saved, 0 bypassed, 0 failed",
    );
    assert.match(outcome.log, /^##\[warning\]Not held by Fiber\/fiber: up-2 1\.0\.2\. /m);
    assert.deepEqual(here.saved(), ["pypi up-1 1.0.1"]);
    const gate = await here.run(pipeline({ mode: "audit", onUnsaved: "fail" }), publicUvProject([1, 2]), []);
    assert.equal(gate.result, "Failed");
    assertNoToken(gate, here.token);
  });

  it("shares a lock file out to parallel jobs, so that each file is asked for once", async () => {
    const here = await open({ packages: 30 });
    const numbers = Array.from({ length: 30 }, (_, index) => index + 1);
    const steps = pipeline({ mode: "save" })
      .replace(/^(?=.)/gm, "  ")
      .replace(/^ {2}steps:/, "");
    const outcome = await here.run(
      `jobs:\n- job: save\n  displayName: Save\n  strategy: { parallel: 3 }\n  steps:${steps}`,
      publicUvProject(numbers),
      [],
    );
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.equal(here.saved().length, 30);
    const files = outcome.requests
      .filter(({ path }) => path.includes("/pypi/download/"))
      .map(({ path }) => path);
    assert.deepEqual([...new Set(files)].length, files.length);
    assert.match(outcome.log, /, part 2 of 3$/m);
    const counts = [...outcome.log.matchAll(/^counts (\d+) 0 0 0$/gm)].map((match) => Number(match[1]));
    assert.equal(counts.length, 3);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      30,
    );
    assert.ok(counts.every((count) => count > 0 && count < 30));
  });

  it("takes uv from the tool cache where PATH has none", async () => {
    const here = await open();
    const tools = mkdtempSync(join(tmpdir(), "feedpass-tools-"));
    try {
      const folder = join(tools, "uv", "0.0.1", process.arch);
      mkdirSync(join(folder, "bin"), { recursive: true });
      symlinkSync(uv.path, join(folder, "bin", "uv"));
      const without = await here.run(pipeline(), publicUvProject([1]), [], {
        environment: { AGENT_TOOLSDIRECTORY: tools },
      });
      assert.match(without.log, /uv is neither on PATH nor in the agent's tool cache/);
      writeFileSync(`${folder}.complete`, "");
      const outcome = await here.run(pipeline(), publicUvProject([1]), [], {
        environment: { AGENT_TOOLSDIRECTORY: tools },
      });
      assert.equal(outcome.result, "Succeeded", outcome.log);
    } finally {
      rmSync(tools, { recursive: true, force: true });
    }
  });

  it("fetches uv through the feed, for this and the later steps", async () => {
    const machines: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "aarch64" };
    const tag = `${process.platform === "darwin" ? "macosx_11_0" : "manylinux_2_17"}_${machines[process.arch] ?? "none"}`;
    const here = await open({
      uvWheel: {
        file: `uv-9.9.9-py3-none-${tag}.whl`,
        version: "9.9.9",
        script: `#!/bin/sh\nexec '${uv.path}' "$@"\n`,
      },
    });
    const outcome = await here.run(
      `${pipeline({ uvVersion: "9.9.9" })}- script: command -v uv && uv --version\n`,
      publicUvProject([1]),
      [],
    );
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.match(outcome.log, /uv 9\.9\.9 was fetched through Fiber\/fiber/);
    assert.match(outcome.log, /^\S*\/uv\/9\.9\.9\/[^/\s]+\/uv$/m);
    assert.ok(here.saved().includes("pypi uv 9.9.9"));
    assertNoToken(outcome, here.token);
  });

  it("says of a uv that the feed does not have what to do", async () => {
    const here = await open();
    const outcome = await here.run(pipeline({ uvVersion: "9.9.8" }), publicUvProject([1]), []);
    assert.equal(outcome.result, "Failed");
    assert.match(outcome.log, /has no uv 9\.9\.8 for/);
  });

  it("names a wrong hash first, and fails", async () => {
    const here = await open();
    const sources = publicUvProject([1, 2]);
    const wrong = (sources["uv.lock"] ?? "").replace(/sha256:[0-9a-f]{64}/, `sha256:${"0".repeat(64)}`);
    const outcome = await here.run(pipeline({ mode: "save" }), { ...sources, "uv.lock": wrong }, []);
    assert.equal(outcome.result, "Failed", outcome.log);
    assert.match(outcome.log, /up-1 1\.0\.1: .*hash/i);
  });
});
