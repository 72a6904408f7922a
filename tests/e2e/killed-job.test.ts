import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { requireClient, type Program } from "../clients/found-clients";
import { Sandbox } from "./sandbox";
import { filesWithToken } from "./token-scan";

const out = join(__dirname, "..", "..");

/** The three tasks, with files of their own in the job's folder, and then a step that the machine dies in. */
const steps = `steps:
- task: AuthenticateUv@1
  inputs:
    feeds: fiber
- task: AuthenticateCargo@1
  inputs:
    feeds: fiber
- task: AuthenticateMaven@1
  inputs:
    feeds: fiber
- bash: |
    echo "CARGO_HOME is [$CARGO_HOME]"
    echo READY
    sleep 20
`;

const next = `steps:
- bash: |
    echo "CARGO_HOME is [$CARGO_HOME], MAVEN_ARGS is [$MAVEN_ARGS], UV_DEFAULT_INDEX is [$UV_DEFAULT_INDEX]"
    cargo fetch
  continueOnError: true
`;

describe("a job that is killed", () => {
  let sandbox: Sandbox;
  let cargo: Program;
  let node: Program;
  let folder: string;

  before(async function () {
    cargo = requireClient(this, "cargo");
    node = requireClient(this, "node24");
    sandbox = await Sandbox.open({ node20: requireClient(this, "node20"), node24: node });
    folder = mkdtempSync(join(tmpdir(), "feedpass-killed-"));
    for (const name of ["sources/src", "home"]) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(
      join(folder, "sources", "Cargo.toml"),
      '[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n\n[dependencies]\nupstream-basics = "2"\n',
    );
    writeFileSync(join(folder, "sources", "src", "lib.rs"), "");
  });

  after(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function startAgent(pipeline: string): ChildProcess {
    const file = join(folder, "azure-pipelines.yml");
    writeFileSync(file, pipeline);
    const parameters = {
      "--vsix": join(out, "feedpass.vsix"),
      "--sources": join(folder, "sources"),
      "--work": join(folder, "work"),
      "--node24": node.path,
      "--collection-uri": "https://dev.azure.com/fabrikam/",
      "--token-env": "TOKEN",
      "--proxy": sandbox.feed.proxyUrl ?? "",
    };
    return spawn(
      process.execPath,
      [join(out, "sandbox", "agent", "main.js"), file, ...Object.entries(parameters).flat()],
      {
        env: {
          PATH: `${dirname(cargo.path)}:/usr/bin:/bin`,
          HOME: join(folder, "home"),
          TOKEN: sandbox.tokens.job,
          HTTPS_PROXY: sandbox.feed.proxyUrl,
          CARGO_HTTP_CAINFO: sandbox.feed.caFile,
        },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
  }

  it("leaves no secret on the disk, and does not redirect the next job", async () => {
    const killed = startAgent(steps);
    const before = await textUntil(killed, /^.*READY$/m);
    assert.match(before, /CARGO_HOME is \[.+cargo-home\]/);
    killed.kill("SIGKILL");
    await once(killed, "close");
    assert.ok(existsSync(join(folder, "work", "_temp", "feedpass")), "the killed job did leave its folder");
    assert.deepEqual(filesWithToken(folder, sandbox.tokens.job), []);

    sandbox.feed.clearRequests();
    const following = startAgent(next);
    const log = await textUntil(following, /Job Job: \w+/);
    await once(following, "close");
    assert.match(log, /CARGO_HOME is \[\], MAVEN_ARGS is \[\], UV_DEFAULT_INDEX is \[\]/);
    assert.deepEqual(sandbox.feed.requests(), [], "Cargo did not go to the feed");
    assert.match(log, /crates\.io/);
    assert.ok(!existsSync(join(folder, "work", "_temp", "feedpass")), "the agent emptied its temp folder");
  });
});

async function textUntil(child: ChildProcess, pattern: RegExp): Promise<string> {
  let text = "";
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (pattern.test(text)) break;
  }
  assert.match(text, pattern);
  return text;
}
