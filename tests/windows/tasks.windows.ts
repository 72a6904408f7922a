import assert from "node:assert/strict";
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { windowsEnvironment } from "../../sandbox/agent/process/windows-environment";
import { rustCrate } from "../../sandbox/feed/protocols/cargo/rust-crate";
import { pythonWheel } from "../../sandbox/feed/protocols/pypi/python-wheel";
import { Sandbox } from "../e2e/sandbox";
import { requireClient, skipWithout } from "../clients/found-clients";
import {
  hostPath,
  runOnWindows,
  windowsClients,
  windowsPath,
  type WindowsClients,
  type WindowsRun,
} from "./wine-machine";

const out = resolve(__dirname, "..", "..");

/** What the packaged task is, or undoes. */
function entry(task: string, file: "index.js" | "undo.js"): string {
  return resolve(out, "..", "tasks", task, "v1", "dist", file);
}

/** The data of a command as the agent reads it. */
function unescaped(data: string): string {
  return data.replaceAll("%0A", "\n").replaceAll("%0D", "\r").replaceAll("%AZP25", "%");
}

/** A step of one task, as the agent for Windows starts it. */
interface Step {
  readonly task: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly programs?: readonly string[];
}

describe("tasks on Windows' Node", function () {
  this.timeout(120_000);
  let clients: WindowsClients;
  let sandbox: Sandbox;
  let folder: string;

  before(async function () {
    clients = windowsClients();
    sandbox = await Sandbox.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "feedpass-windows-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  after(async () => {
    await sandbox.close();
  });

  const home = (): string => join(folder, "home");
  const write = (root: string, files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, root, path)), { recursive: true });
      writeFileSync(join(folder, root, path), text);
    }
  };

  function environment({ inputs = {}, programs = [] }: Step): Readonly<Record<string, string>> {
    const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
    return windowsEnvironment(
      {
        ...(Object.fromEntries(given) as Record<string, string>),
        AGENT_TEMPDIRECTORY: join(folder, "temp"),
        AGENT_VERSION: "5.278.0",
        SYSTEM_DEFAULTWORKINGDIRECTORY: join(folder, "s"),
        BUILD_SOURCESDIRECTORY: join(folder, "s"),
        BUILD_ARTIFACTSTAGINGDIRECTORY: join(folder, "a"),
        SYSTEM_COLLECTIONURI: `${sandbox.feed.serverUrl}DefaultCollection/`,
        SYSTEM_SERVERTYPE: "OnPremises",
        SYSTEM_TASKINSTANCEID: "5f3c6b1e-0000-4000-8000-000000000001",
        ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN: sandbox.tokens.job,
        ENDPOINT_URL_SYSTEMVSSCONNECTION: `${sandbox.feed.serverUrl}DefaultCollection/`,
        PATH: programs.map((program) => dirname(program)).join(":"),
      },
      { path: windowsPath, profile: home() },
    );
  }

  async function run(
    step: Step,
  ): Promise<WindowsRun & { readonly variables: Readonly<Record<string, string>> }> {
    for (const each of ["temp", "s", "a", "home/Temp"]) mkdirSync(join(folder, each), { recursive: true });
    write("s", step.sources);
    const result = await runOnWindows(clients, clients.node, [windowsPath(entry(step.task, "index.js"))], {
      folder: join(folder, "s"),
      environment: environment(step),
    });
    const set = result.output.matchAll(/^##vso\[task\.setvariable variable=([^;\]]+)[^\]]*\](.*)$/gm);
    const variables = Object.fromEntries([...set].map(([, name = "", value = ""]) => [name, value]));
    return { ...result, variables };
  }

  const feed = (path: string): string =>
    sandbox.address("server", `Fabrikam%20Fiber/_packaging/fiber/${path}`);

  it("AuthenticateUv has uv publish with its variables", async function () {
    const { uv } = clients;
    if (uv === undefined) return skipWithout(this, "uv for Windows", "install gcc-mingw-w64-x86-64-posix");
    const pyproject = `[project]\nname = "win"\nversion = "1.0"\n\n[[tool.uv.index]]\nname = "fiber"\nurl = "${feed("pypi/simple/")}"\npublish-url = "${feed("pypi/upload/")}"\n`;
    const step = { task: "authenticate-uv", sources: { "pyproject.toml": pyproject }, programs: [uv] };
    const { code, output, variables } = await run(step);
    assert.equal(code, 0, output);
    assert.match(output, /##vso\[task\.complete result=Succeeded/, output);
    const { file, content } = pythonWheel({ name: "win", version: "1.0", modules: { win: "" } });
    mkdirSync(join(folder, "s", "dist"));
    writeFileSync(join(folder, "s", "dist", file), content);
    const publish = (more: Readonly<Record<string, string>>): Promise<WindowsRun> =>
      runOnWindows(clients, uv, ["publish", "--index", "fiber", `dist\\${file}`], {
        folder: join(folder, "s"),
        environment: { ...environment(step), ...more },
        isFirst: true,
      });
    const without = await publish({});
    assert.notEqual(without.code, 0);
    const published = await publish(variables);
    assert.equal(published.code, 0, published.output);
    const names = sandbox.feed.saved("DefaultCollection", "fiber").map(({ name }) => name);
    assert.ok(names.includes("win"), names.join());
  });

  it("AuthenticateCargo makes a home of the job with what the user's has, without a symbolic link to a file", async () => {
    write("home", {
      ".cargo/registry/index/crate": "cached",
      ".cargo/credentials.toml": "[registries]\n",
      ".cargo/.package-cache": "",
      ".cargo/bin/cargo-tool.exe": "",
    });
    const { code, output, variables } = await run({
      task: "authenticate-cargo",
      sources: { "Cargo.toml": '[package]\nname = "win"\nversion = "1.0.0"\n' },
      inputs: { feeds: "Fabrikam Fiber/fiber" },
    });
    assert.equal(code, 0, output);
    assert.match(output, /##vso\[task\.complete result=Succeeded/, output);
    const made = hostPath(variables["CARGO_HOME"] ?? "");
    assert.match(readFileSync(join(made, "config.toml"), "utf8"), /\[source\.crates-io\]/);
    // Wine makes no junctions: there the folder is left out, and on Windows it leads to the user's.
    const registry = lstatSync(join(made, "registry"), { throwIfNoEntry: false });
    assert.ok(registry === undefined || registry.isSymbolicLink());
    assert.equal(readFileSync(join(made, "credentials.toml"), "utf8"), "[registries]\n");
    assert.ok(lstatSync(join(made, "credentials.toml")).isFile());
    const [, journal = ""] =
      /^##vso\[task\.settaskvariable variable=FEEDPASS_JOURNAL[^\]]*\](.*)$/m.exec(output) ?? [];
    const step = { task: "authenticate-cargo", sources: {} };
    const undone = await runOnWindows(clients, clients.node, [windowsPath(entry(step.task, "undo.js"))], {
      folder: join(folder, "s"),
      environment: { ...environment(step), VSTS_TASKVARIABLE_FEEDPASS_JOURNAL: unescaped(journal) },
    });
    assert.equal(undone.code, 0, undone.output);
    assert.equal(existsSync(made), false);
    assert.equal(readFileSync(join(home(), ".cargo", "registry", "index", "crate"), "utf8"), "cached");
    assert.equal(readFileSync(join(home(), ".cargo", "credentials.toml"), "utf8"), "[registries]\n");
  });

  it("AuthenticateMaven hands over its extension by a path of Windows", async () => {
    const { code, output, variables } = await run({
      task: "authenticate-maven",
      sources: {
        "pom.xml": `<project><modelVersion>4.0.0</modelVersion><groupId>w</groupId><artifactId>w</artifactId><version>1</version><repositories><repository><id>fiber</id><url>${feed("maven/v1")}</url></repository></repositories></project>`,
      },
    });
    assert.equal(code, 0, output);
    assert.match(output, /##vso\[task\.complete result=Succeeded/, output);
    assert.match(Object.values(variables).join("\n"), /Z:\\[^\n]*\.jar/);
  });

  it("RestoreUpstream saves what a lock file names", async () => {
    const crate = { name: "upstream-basics", version: "2.1.0", source: "pub const ONE: u8 = 1;\n" };
    const { cksum } = rustCrate(crate).indexEntry as { readonly cksum: string };
    const before = sandbox.feed.saved("DefaultCollection", "fiber").length;
    const { code, output } = await run({
      task: "restore-upstream",
      sources: {
        "Cargo.toml": '[package]\nname = "win"\nversion = "1.0.0"\n',
        "Cargo.lock": `version = 4\n\n[[package]]\nname = "upstream-basics"\nversion = "2.1.0"\nsource = "sparse+${feed("Cargo/index/")}"\nchecksum = "${cksum}"\n`,
      },
      inputs: { feed: "Fabrikam Fiber/fiber", mode: "save" },
    });
    assert.equal(code, 0, output.slice(-2000));
    assert.match(output, /1 saved now, 0 already saved/);
    assert.equal(sandbox.feed.saved("DefaultCollection", "fiber").length, before + 1);
  });

  it("RestoreUpstream looks for programs on Path, whatever its spelling", async () => {
    write("programs", { "uv.exe": "" });
    const { output } = await run({
      task: "restore-upstream",
      sources: { "requirements.txt": "fabrikam-basics\n" },
      inputs: { feed: "Fabrikam Fiber/fiber", packageManagers: "uv" },
      programs: [join(folder, "programs", "uv.exe")],
    });
    assert.match(output, /\[command\][^\n]*programs\\uv\.exe/, output.slice(-2000));
  });
});
