import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseCommandLine, UsageError } from "../../../sandbox/agent/command-line";

const main = path.resolve(__dirname, "../../../sandbox/agent/main.js");

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function runMain(folder: string, parameters: readonly string[], interruptAt?: string): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...parameters], {
    cwd: folder,
    env: { PATH: process.env["PATH"], MY_TOKEN: "t0ken-value", PROCESS_SIGINT_TIMEOUT: "200" },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text: Buffer) => {
    stdout += text.toString();
    if (interruptAt !== undefined && text.includes(interruptAt)) {
      child.kill("SIGINT");
    }
  });
  child.stderr.on("data", (text: Buffer) => {
    stderr += text.toString();
  });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

describe("agent: command line", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "agent-cli-"));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function run(yaml: string, more: readonly string[] = [], interruptAt?: string): Promise<Ended> {
    await writeFile(path.join(folder, "p.yml"), `steps:\n- checkout: none\n${yaml}`);
    return runMain(folder, ["p.yml", ...more], interruptAt);
  }

  it("exits 0 after a success, with issues too", async () => {
    const { code, stdout } = await run("- script: exit 1\n  continueOnError: true\n");
    assert.equal(code, 0);
    assert.match(stdout, /Job Job: SucceededWithIssues/);
  });

  it("exits 1 after a failure", async () => {
    assert.equal((await run("- script: exit 1\n")).code, 1);
  });

  it("exits 2 with the place of what it does not understand", async () => {
    const { code, stderr, stdout } = await run("- pwsh: x\n");
    assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
    assert.equal(
      stderr,
      "agent: p.yml:3:3: unsupported step 'pwsh': expected one of task, script, bash, checkout\n",
    );
  });

  it("exits 2 for an extension that is not there", async () => {
    const { code, stderr } = await run("- script: x\n", ["--vsix", "nope.vsix"]);
    assert.equal(code, 2);
    assert.match(stderr, /^agent: nope\.vsix: /);
  });

  it("cancels on SIGINT: always() steps still run", async () => {
    const yaml = "- script: echo begun; exec sleep 30\n- script: echo cleaned\n  condition: always()\n";
    const { code, stdout } = await run(yaml, [], "begun\n");
    assert.equal(code, 1);
    assert.match(stdout, /^cleaned$/m);
    assert.match(stdout, /Job Job: Canceled/);
  });

  it("takes the token from the named variable, and no child inherits it", async () => {
    const yaml =
      '- script: \'echo "[$MY_TOKEN] [$T]"; test "$T" = t0ken-value\'\n  env: { T: $(System.AccessToken) }\n';
    const { code, stdout } = await run(yaml, ["--token-env", "MY_TOKEN"]);
    assert.equal(code, 0);
    assert.match(stdout, /^\[\] \[\*\*\*\]$/m);
  });

  it("gives help", async () => {
    const { code, stdout } = await runMain(folder, ["--help"]);
    assert.equal(code, 0);
    assert.match(stdout, /--token-env NAME/);
  });

  it("makes a run of its options", () => {
    const options =
      "--vsix a.vsix --vsix b.vsix --sources src --work w --containers /c --node20 /n20 --node24 /n24 --node24-handler unknown";
    const more = "--collection-uri http://localhost/c/ --server-type OnPremises --project P --variable a=b=c";
    const proxy = "--proxy http://me:p%40ss@proxy.example:3128";
    const run = parseCommandLine(["p.yml", ...`${options} ${more} ${proxy}`.split(" ")], { PATH: "/bin" });
    assert.ok(run);
    const { server, ...rest } = run;
    assert.deepEqual(rest, {
      pipelineFile: "p.yml",
      sources: "src",
      extensions: ["a.vsix", "b.vsix"],
      workFolder: "w",
      containersFolder: "/c",
      nodes: { node20_1: "/n20", node24: "/n24" },
      node24Handler: "unknown",
      environment: { PATH: "/bin" },
      variables: { a: "b=c" },
      proxy: { url: "http://proxy.example:3128/", username: "me", password: "p@ss" },
    });
    assert.equal(server.collectionUri, "http://localhost/c/");
    assert.equal(server.serverType, "OnPremises");
    assert.equal(server.project, "P");
  });

  const refused: [string[], RegExp][] = [
    [[], /exactly one pipeline file/],
    [["a", "b"], /exactly one pipeline file/],
    [["a", "--nope"], /--nope/],
    [["a", "--node24-handler", "Node16"], /--node24-handler must be/],
    [["a", "--server-type", "Cloud"], /--server-type must be/],
    [["a", "--variable", "x"], /name=value/],
    [["a", "--token-env", "NOPE"], /'NOPE'/],
    [["a", "--collection-uri", "dev"], /http or https/],
    [["a", "--proxy", "dev"], /http or https/],
  ];
  for (const [parameters, message] of refused) {
    it(`refuses ${parameters.join(" ") || "nothing"}`, () => {
      assert.throws(
        () => parseCommandLine(parameters, {}),
        (error) => error instanceof UsageError && message.test(error.message),
      );
    });
  }
});
