import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireClient, type Clients } from "../clients/found-clients";
import { Machine, publicUvProject } from "./restore-upstream-machine";
import { assertNoToken } from "./token-scan";

const pipeline = (mode: string): string =>
  `steps:\n- task: RestoreUpstream@1\n  inputs:\n    feed: Fiber/fiber\n    mode: ${mode}\n- bash: echo "value [$STOLEN]"\n  condition: always()\n`;

describe("restore-upstream, among people who mean harm", () => {
  let clients: Pick<Clients, "node20" | "node24">;
  let here: Machine;
  let folder: string;

  before(function () {
    clients = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
  });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "feedpass-fake-"));
    here = await Machine.open(clients);
  });

  afterEach(async () => {
    await here.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A program that takes the place of uv. */
  const fakeUv = (script: string): string => {
    const path = join(folder, "uv");
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  };

  it("lets nothing that a client writes act as a logging command", async () => {
    const uv = fakeUv(
      `printf '##vso[task.setvariable variable=STOLEN]one\\n'; printf '##v' >&2; sleep 0.2; printf 'so[task.setvariable variable=STOLEN]two\\n##[error]shown\\n' >&2; printf 'no end ##vso[task.complete result=Succeeded]'; exit 3`,
    );
    const outcome = await here.run(pipeline("restore"), publicUvProject([1]), [uv]);
    assert.equal(outcome.result, "Failed");
    assert.match(outcome.log, /^value \[\]$/m);
    assert.match(outcome.log, /^##_vso\[task\.setvariable variable=STOLEN\]one$/m);
    assert.match(outcome.log, /uv in \. ended with 3\./);
    const issues = outcome.jobs[0]?.steps.flatMap((step) => step.issues.map(({ message }) => message)) ?? [];
    assert.ok(issues.some((message) => message.includes("##_vso[task.complete")));
    assert.deepEqual(here.saved(), ["pypi up-1 1.0.1"], "what the client did not fetch, the task asked for");
  });

  it("gives the client no secret but the feed's, and keeps that out of the log", async () => {
    const uv = fakeUv(`env | sort; echo "[$SYSTEM_ACCESSTOKEN]"; exit 0`);
    const outcome = await here.run(pipeline("restore"), publicUvProject([1]), [uv]);
    assert.doesNotMatch(outcome.log, /^(?:SECRET|ENDPOINT_AUTH|INPUT)_/m);
    assert.match(outcome.log, /^UV_DEFAULT_INDEX=/m);
    assertNoToken(outcome, here.token);
  });

  it("ends the client and all that it started when the job is cancelled", async () => {
    const pids = join(folder, "pids");
    const uv = fakeUv(
      `trap '' INT TERM; sleep 300 & echo $! > '${pids}'; echo $$ >> '${pids}'; echo started; wait; wait`,
    );
    const cancel = new AbortController();
    let text = "";
    const outcome = await here.run(pipeline("restore"), publicUvProject([1]), [uv], {
      signal: cancel.signal,
      onOutput: (more) => {
        text += more;
        if (/^started$/m.test(text)) cancel.abort();
      },
    });
    assert.equal(outcome.result, "Canceled", outcome.log);
    const left = readFileSync(pids, "utf8").trim().split("\n").filter(isRunning);
    assert.deepEqual(left, []);
  });

  for (const mode of ["restore", "save"]) {
    it(`says where a lock file is cut off, and does nothing with the rest (${mode})`, async () => {
      const sources = publicUvProject([1, 2]);
      const cut = (sources["uv.lock"] ?? "").slice(0, -40);
      const outcome = await here.run(pipeline(mode), { ...sources, "uv.lock": cut }, [fakeUv("echo ran")]);
      assert.equal(outcome.result, "Failed");
      assert.match(outcome.log, /uv\.lock:\d+:\d+/);
      assert.doesNotMatch(outcome.log, /^ran$/m);
      const packages = outcome.requests.filter(({ protocol }) => protocol !== "rest");
      assert.deepEqual(packages, [], "the feed is asked what it has, and for nothing of it");
      assert.deepEqual(here.saved(), []);
    });
  }
});

/** A process that ended and that nobody has collected yet is a zombie, and does not run. */
function isRunning(pid: string): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", pid], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}
