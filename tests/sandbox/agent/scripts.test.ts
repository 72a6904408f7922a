import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runYaml, stepOf, token } from "./agent-bench";

async function runScript(text: string, more = "", options: Parameters<typeof runYaml>[1] = {}) {
  const body = text
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
  const record = await runYaml(`steps:\n- script: |\n${body}\n  displayName: s\n${more}`, options);
  return { record, step: stepOf(record, "s") };
}

describe("agent: script and bash steps", () => {
  it("have public variables, never secrets; env brings them in", async () => {
    const text = `echo "$PUB|$PAT|$SECRET_PAT|$MAPPED|$SYSTEM_ACCESSTOKEN|$TOKEN"`;
    const more = "  env: { MAPPED: $(pat), TOKEN: $(System.AccessToken) }\n";
    const variables = { pub: "p", pat: { value: "s3cret", isSecret: true } };
    const { step } = await runScript(text, more, { variables });
    assert.deepEqual(step.raw, [`p|||s3cret||${token}`]);
    assert.ok(step.log.includes("p|||***||***"));
  });

  it("have nothing of tasks in their environment", async () => {
    const { step } = await runScript("env");
    const names = step.raw.map((line) => line.split("=")[0] ?? "");
    assert.deepEqual(
      names.filter((name) => /^(INPUT|ENDPOINT_AUTH|SECRET|VSTS_TASKVARIABLE|VSTS_PUBLIC)_/.test(name)),
      [],
    );
    assert.ok(names.includes("TF_BUILD") && names.includes("SYSTEM_COLLECTIONURI"));
  });

  it("expand macros of their text, and leave unknown ones to the shell", async () => {
    const { step } = await runScript("echo $(word) $(echo sub)", "", { variables: { word: "hello" } });
    assert.deepEqual(step.raw, ["hello sub"]);
  });

  it("run a file in Agent.TempDirectory without any profile", async () => {
    const { step } = await runScript('echo "$0"; shopt -q login_shell || echo no login; echo $-');
    assert.match(step.raw[0] ?? "", /\/_work\/_temp\/[0-9a-f-]{36}\.sh$/);
    assert.equal(step.raw[1], "no login");
    assert.ok(!(step.raw[2] ?? "").includes("e"), "no set -e");
    assert.ok(step.log.some((line) => /^##\[command\]\/.*bash --noprofile --norc \/.*\.sh$/.test(line)));
  });

  it("fail by their exit code", async () => {
    const { step, record } = await runScript("echo before\nexit 7");
    assert.equal(step.result, "Failed");
    assert.equal(step.issues[0]?.message, "Bash exited with code '7'.");
    assert.equal(record.result, "Failed");
  });

  it("fail by stderr only with failOnStderr", async () => {
    assert.equal((await runScript("echo oops >&2")).step.result, "Succeeded");
    assert.equal((await runScript("echo oops >&2", "  failOnStderr: true\n")).step.result, "Failed");
  });

  it("run in their workingDirectory, relative to the repository", async () => {
    const sourceFiles = { "sub/file.txt": "x" };
    const { step } = await runScript("pwd; ls", "  workingDirectory: sub\n", { sourceFiles });
    assert.match(step.raw[0] ?? "", /\/_work\/1\/s\/sub$/);
    assert.equal(step.raw[1], "file.txt");
    const missing = await runScript("pwd", "  workingDirectory: nope\n");
    assert.equal(missing.step.result, "Failed");
    assert.match(missing.step.issues[0]?.message ?? "", /^Not found workingDirectory: .*\/nope$/);
  });

  it("may command: what they print is scanned", async () => {
    const yaml = `steps:
- checkout: none
- bash: echo "##vso[task.setvariable variable=out;isoutput=true]1"
  name: first
- bash: echo "$(first.out) $FIRST_OUT"
  displayName: second
`;
    assert.deepEqual(stepOf(await runYaml(yaml), "second").raw, ["1 1"]);
  });

  it("expand a variable that was set with a macro in it at the next step", async () => {
    const yaml = `steps:
- checkout: none
- bash: echo "##vso[task.setvariable variable=a]\\$(b)"
- bash: echo "##vso[task.setvariable variable=b]late"
- bash: echo "$A"
  displayName: last
`;
    assert.deepEqual(stepOf(await runYaml(yaml), "last").raw, ["late"]);
  });
});

describe("agent: checkout", () => {
  it("brings the folder by default, without .git", async () => {
    const sourceFiles = { "a.txt": "1", "sub/b.txt": "2", ".git/config": "" };
    const { step } = await runScript("find . -type f | sort", "", { sourceFiles });
    assert.deepEqual(step.raw, ["./a.txt", "./sub/b.txt"]);
  });

  it("none leaves the folder empty", async () => {
    const yaml = "steps:\n- checkout: none\n- script: ls -A\n  displayName: s\n";
    const record = await runYaml(yaml, { sourceFiles: { "a.txt": "1" } });
    assert.deepEqual(stepOf(record, "s").raw, []);
    assert.equal(record.jobs[0]?.steps.length, 1);
  });

  it("brings tracked and untracked files of a git work tree, not ignored ones", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "agent-checkout-"));
    try {
      await mkdir(path.join(folder, "sub"));
      const files = {
        ".gitignore": "*.log\n",
        "tracked.txt": "t",
        "gone.txt": "g",
        "new.txt": "n",
        "x.log": "l",
      };
      for (const [name, text] of Object.entries({ ...files, "sub/run.sh": "#!/bin/sh\n" })) {
        await writeFile(path.join(folder, name), text, { mode: name.endsWith(".sh") ? 0o755 : 0o644 });
      }
      const git = (...parameters: string[]) => promisify(execFile)("git", ["-C", folder, ...parameters]);
      await git("init", "-q");
      await git("add", "tracked.txt", "gone.txt", ".gitignore");
      await rm(path.join(folder, "gone.txt"));
      const { step } = await runScript("find . -type f | sort; test -x sub/run.sh && echo executable", "", {
        sources: folder,
      });
      assert.deepEqual(step.raw, [
        "./.gitignore",
        "./new.txt",
        "./sub/run.sh",
        "./tracked.txt",
        "executable",
      ]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
