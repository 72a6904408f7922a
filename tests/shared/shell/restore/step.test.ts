import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { startSavingWorld, wheel, type SavingWorld } from "../feed/saving";
import { useShellAgent, type RunOptions, type ShellRun } from "./run-shell";

const agent = useShellAgent();

/** The error on the build page. */
function problemOf({ commands, stdout }: ShellRun): string {
  const found = commands.find((command) => command.startsWith("task.logissue type=error "));
  assert.ok(found !== undefined, stdout);
  assert.ok(commands.includes("task.complete result=Failed"));
  return found.slice("task.logissue type=error ".length);
}

describe("restore: inputs", () => {
  const read = async (inputs: Readonly<Record<string, string>>): Promise<ShellRun> =>
    agent().run({ action: "inputs", list: "product" }, { inputs });

  it("have their defaults where none is given", async () => {
    assert.deepEqual(JSON.parse((await read({})).stdout), {
      clients: ["uv", "poetry", "pip", "pipenv", "pdm", "cargo", "maven"],
      mode: "restore",
      arguments: [],
      keep: true,
      authenticate: false,
      onBypass: "warn",
      onUnsaved: "warn",
      maxConcurrency: 16,
      versions: {},
    });
  });

  it("are taken in any case, and clients in the order of the list", async () => {
    const { stdout } = await read({
      packageManagers: "Maven, UV",
      mode: "Save",
      onBypass: "FAIL",
      maxConcurrency: "64",
      uvVersion: "0.13.8",
      arguments: "-v 'a b'",
      feed: "Fiber/fiber",
    });
    assert.deepEqual(JSON.parse(stdout), {
      feed: "Fiber/fiber",
      clients: ["uv", "maven"],
      mode: "save",
      arguments: ["-v", "a b"],
      keep: true,
      authenticate: false,
      onBypass: "fail",
      onUnsaved: "warn",
      maxConcurrency: 64,
      versions: { uv: "0.13.8" },
    });
  });

  for (const [name, value, expected] of [
    ["mode", "sav", "one of restore, save, audit"],
    ["onBypass", "no", "one of warn, fail, ignore"],
    ["onUnsaved", "true", "one of warn, fail, ignore"],
    ["packageManagers", "uv; cargo", "auto, or a list of uv, poetry, pip, pipenv, pdm, cargo, maven"],
    ["packageManagers", "npm", "auto, or a list of uv, poetry, pip, pipenv, pdm, cargo, maven"],
    ["maxConcurrency", "0", "a whole number from 1 to 64"],
    ["maxConcurrency", "65", "a whole number from 1 to 64"],
    ["maxConcurrency", "1.5", "a whole number from 1 to 64"],
    ["maxConcurrency", "many", "a whole number from 1 to 64"],
    ["uvVersion", "../../x", "a full version such as 1.2.3"],
    ["uvVersion", "latest", "a full version such as 1.2.3"],
    ["uvVersion", "0.13", "a full version such as 1.2.3"],
  ] as const) {
    it(`refuse ${name}: ${value}`, async () => {
      const { stderr } = await read({ [name]: value });
      const shown = name === "packageManagers" ? (value.split(" ")[0] ?? "") : value;
      assert.equal(stderr, `input-malformed: Input ${name}: "${shown}" is not ${expected}.\n`);
    });
  }

  it("refuse arguments with an open quote, and show no command of the text", async () => {
    assert.match((await read({ arguments: "it's" })).stderr, /^arguments-malformed: .*a quote is not closed/);
    assert.match((await read({ mode: "##vso[task.x]" })).stderr, /"##_vso\[task\.x\]" is not one of/);
  });
});

describe("restore: a step without an agent", () => {
  let world: SavingWorld;
  const uvWheel = { ...wheel("uv", "9.9.9"), filename: "uv-9.9.9-py3-none-any.whl" };
  const machines: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "aarch64" };
  const machine = machines[process.arch] ?? "none";
  const tag = process.platform === "darwin" ? `macosx_11_0_${machine}` : `manylinux_2_17_${machine}`;
  const ours = { ...uvWheel, filename: `uv-9.9.9-py3-none-${tag}.whl` };

  before(async () => {
    world = await startSavingWorld({ pypi: { uv: [uvWheel, ours] } });
  });

  after(() => world.feed.stop());

  const run = (
    identity: string,
    inputs: Readonly<Record<string, string>>,
    more: RunOptions = {},
  ): Promise<ShellRun> =>
    agent().run(
      { action: "run", list: "product" },
      {
        collectionUri: `${world.feed.serverUrl}Col/`,
        token: `token-of-${identity}`,
        inputs: { feed: "Open Project/private", ...inputs },
        ...more,
      },
    );
  const cargoProject = { "Cargo.toml": "" };
  /** Programs that do as they are told and fetch nothing. */
  const plantPrograms = (): void => {
    for (const name of ["uv", "cargo", "mvn"]) agent().program(name, "#!/bin/sh\nexit 0\n");
  };

  it("reads no file twice, whoever asks for it: detection, the feed's choice, authentication, bypasses, locks", async () => {
    const address = `${world.feed.serverUrl}Col/Open%20Project/_packaging/private/`;
    plantPrograms();
    agent().write({
      "pyproject.toml": `[project]\nname = "app"\nversion = "1"\n[[tool.uv.index]]\nurl = "${address}pypi/simple/"\n`,
      "uv.lock":
        'version = 1\nrequires-python = ">=3.9"\n\n[[package]]\nname = "app"\nversion = "1"\nsource = { virtual = "." }\n',
      "tools/requirements.txt": `a==1 --hash=sha256:${"0".repeat(64)}\n`,
      ".cargo/config.toml": `[registries.private]\nindex = "sparse+${address}Cargo/index/"\n`,
      "Cargo.toml": "",
      "Cargo.lock": 'version = 4\n\n[[package]]\nname = "app"\nversion = "1.0.0"\n',
      "pom.xml": "<project><modules><module>part</module></modules></project>",
      "part/pom.xml": "<project><parent><relativePath>..</relativePath></parent></project>",
    });
    const outcome = await run("collaborator", { feed: "" });
    assert.match(outcome.stdout, /^##\[group\]uv in tools$/m, outcome.stdout);
    assert.match(outcome.stdout, /^##\[group\]maven in \.$/m);
    const counts = Object.entries(outcome.reads);
    assert.deepEqual(
      counts.filter(([, count]) => count > 1),
      [],
    );
    const read = new Set(counts.map(([path]) => path));
    for (const path of ["pyproject.toml", "uv.lock", "tools/requirements.txt", "Cargo.lock", "part/pom.xml"])
      assert.ok(read.has(path), path);
  });

  it("says what was looked for where there is no project", async () => {
    const problem = problemOf(await run("collaborator", {}));
    assert.match(problem, /^No project of uv, poetry, pip, pipenv, pdm, cargo, maven was found below /);
    assert.match(problem, /\nSet workingDirectory to the folder of the project/);
  });

  it("takes arguments for one client only", async () => {
    plantPrograms();
    agent().write({ ...cargoProject, "pom.xml": "<project/>" });
    const problem = problemOf(await run("collaborator", { arguments: "--offline" }));
    assert.match(problem, /^Input arguments: projects of cargo, maven were found/);
    const one = await run("collaborator", { arguments: "--offline", packageManagers: "cargo" });
    assert.match(one.stdout, /^\[command\]\S+\/cargo fetch --offline$/m);
  });

  it("says of a report that cannot be written where it was to be", async () => {
    plantPrograms();
    agent().write({ ...cargoProject, taken: "" });
    const problem = problemOf(await run("collaborator", { reportPath: "taken/report.json" }));
    assert.match(problem, /taken\/report\.json cannot be written \(.*\)\.\nGive a path in reportPath/s);
  });

  it("ends without a half result where a client fails before it wrote a lock file", async () => {
    agent().write(cargoProject);
    agent().program("cargo", "#!/bin/sh\necho 'error: no matching package named x found'\nexit 101\n");
    const problem = problemOf(await run("collaborator", { reportPath: "report.json" }));
    assert.match(
      problem,
      /^cargo in \. ended with 101\.\nIt said: error: no matching package named x found\nFeed Open Project\/private does not have this package/,
    );
    const report = JSON.parse(agent().read("s/report.json")) as { readonly counts: unknown };
    assert.deepEqual(report.counts, { saved: 0, alreadySaved: 0, bypass: 0, failed: 1 });
  });

  it("fails where it did nothing, whatever onUnsaved says, with the reason for each project", async () => {
    plantPrograms();
    agent().write({
      "a/Cargo.toml": "",
      "b/Cargo.toml": "",
      "b/Cargo.lock": "version = 4\n",
      "c/Cargo.toml": "",
      "c/Cargo.lock":
        'version = 4\n\n[[package]]\nname = "app"\nversion = "1.0.0"\n\n[[package]]\nname = "x"\nversion = "1.0.0"\nsource = "git+https://git.example/x#0"\n',
    });
    const outcome = await run("collaborator", { mode: "save", onUnsaved: "ignore" });
    assert.match(outcome.stdout, /^Found 3 projects \(3 cargo\); 2 lock files read$/m);
    const lines = problemOf(outcome).split("\n");
    assert.match(
      lines[0] ?? "",
      /^Nothing was saved through feed Open Project\/private: no package file was asked of it\.$/,
    );
    assert.match(lines[1] ?? "", /^- cargo in a: a\/Cargo\.toml has no lock file, .*cargo generate-lockfile/);
    assert.match(
      lines[2] ?? "",
      /^- cargo in b: b\/Cargo\.lock names no package file that a feed can save\.$/,
    );
    assert.match(
      lines[3] ?? "",
      /^- cargo in c: c\/Cargo\.lock names no package file .*only 2 that no feed can save/,
    );
    const restored = problemOf(await run("collaborator", { onUnsaved: "ignore" }));
    assert.match(restored, /^Nothing was restored through feed /);
  });

  it("loses one project to a file that cannot be understood, and warns of one that is of no project", async () => {
    plantPrograms();
    agent().write({
      "a/Cargo.toml": "",
      "a/Cargo.lock": "version = 4\n[[package]\n",
      "b/Cargo.toml": "",
      "b/Cargo.lock": 'version = 4\n\n[[package]]\nname = "app"\nversion = "1.0.0"\n',
      "docs/requirements-notes.txt": "Please install Python first.\n",
    });
    const outcome = await run("collaborator", {});
    assert.match(outcome.stdout, /^\[command\]\S+\/cargo fetch --locked$/m);
    assert.equal(outcome.stdout.match(/^\[command\]/gm)?.length, 1, outcome.stdout);
    const warnings = outcome.commands.filter((each) => each.startsWith("task.logissue type=warning"));
    assert.ok(
      warnings.some((each) => /docs\/requirements-notes\.txt:1.* Passed over\.$/.test(each)),
      outcome.stdout,
    );
    assert.match(problemOf(outcome), /^a\/Cargo\.lock:2/);
  });

  it("restores what the input projects names, and nothing else", async () => {
    plantPrograms();
    agent().write({ "a/Cargo.toml": "", "b/Cargo.toml": "", "c/Cargo.toml": "" });
    const outcome = await run("collaborator", { projects: "*\n!c" });
    const groups = outcome.stdout.match(/^##\[group\].*$/gm);
    assert.deepEqual(groups, ["##[group]cargo in a", "##[group]cargo in b"]);
    const problem = problemOf(await run("collaborator", { projects: "d" }));
    assert.match(problem, /^Input projects: "d" matches no project\. Found: a\/Cargo\.toml, /);
  });

  const fetching = (version: string, identity = "collaborator", more: RunOptions = {}): Promise<ShellRun> => {
    agent().write({ "pyproject.toml": "[tool.uv]\n" });
    return run(identity, { uvVersion: version }, more);
  };

  it("names the agent's variable where there is no tool cache to fetch into", async () => {
    const problem = problemOf(
      await fetching("9.9.9", "collaborator", { environment: { AGENT_TOOLSDIRECTORY: "" } }),
    );
    assert.match(
      problem,
      /^The agent's variable Agent\.ToolsDirectory is not set, so there is no tool cache to put uv/,
    );
    assert.match(problem, /leave uvVersion out\.$/);
  });

  it("installs nothing whose hash is not the one that the feed's index states", async () => {
    const server = createServer((request, answer) => {
      const isPage = request.url?.endsWith("/pypi/simple/uv/") === true;
      const page = `<a href="../../files/${ours.filename}#sha256=${"0".repeat(64)}">${ours.filename}</a>`;
      answer.statusCode = isPage || request.url?.includes("/files/") === true ? 200 : 404;
      answer.end(isPage ? page : "other bytes");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const outcome = await fetching("9.9.9", "anybody", { collectionUri: `http://127.0.0.1:${port}/Col/` });
      const problem = problemOf(outcome);
      assert.match(
        problem,
        /^uv-9\.9\.9-py3-none-\S+ has the SHA-256 [0-9a-f]{64}, and the feed's index says 0{64}: nothing/,
      );
      assert.deepEqual(readdirSync(agent().tools), []);
      assert.deepEqual(left(), []);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it("names the role that a Reader lacks to have it fetched", async () => {
    const problem = problemOf(await fetching("9.9.9", "reader"));
    assert.match(problem, /^The feed answered 403 to the request for uv-9\.9\.9-py3-none-\S+\.whl\. /);
    assert.match(problem, /role Feed and Upstream Reader \(Collaborator\)/);
    assert.deepEqual(readdirSync(agent().tools), []);
  });

  it("says which version and platform the feed does not have", async () => {
    const problem = problemOf(await fetching("1.2.3"));
    assert.match(
      problem,
      /^Feed Open Project\/private has no uv 1\.2\.3 for \S+ \S+\.\n.*leave uvVersion out\.$/,
    );
  });

  it("does not take a file for an archive that is none", async () => {
    const problem = problemOf(await fetching("9.9.9"));
    assert.match(problem, /The archive that the feed gave is not a zip file/);
    assert.deepEqual(left(), []);
  });

  it("takes what the tool cache has, and asks the feed for nothing of it", async () => {
    const folder = join(agent().tools, "uv", "9.9.9", process.arch);
    mkdirSync(folder, { recursive: true });
    agent().program("../tools/uv/9.9.9/" + process.arch + "/uv", "#!/bin/sh\necho ran from the cache\n");
    agent().program(`../tools/uv/9.9.9/${process.arch}.complete`, "");
    world.feed.clearRequests();
    const outcome = await fetching("9.9.9");
    assert.match(outcome.stdout, /^ran from the cache$/m);
    assert.ok(outcome.commands.includes(`task.prependpath ${folder}`));
    assert.ok(!world.feed.requests().some(({ path }) => path.includes("/simple/uv/")));
  });

  /** What a run left of a tool that it was to fetch. */
  const left = (): readonly string[] => {
    const folder = join(agent().temp, "feedpass", "restore-step", "tools");
    return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".archive")) : [];
  };
});
