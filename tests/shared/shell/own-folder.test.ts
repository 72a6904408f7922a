import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Action } from "./child";
import { runChild, useTempFolder, type ChildRun } from "./run-child";

describe("shell: the agent's temp folder", () => {
  const temp = useTempFolder();
  const agentTemp = (): string => join(temp(), "_temp");
  const environment = (folder = agentTemp()): Readonly<Record<string, string>> => ({
    AGENT_TEMPDIRECTORY: folder,
    SYSTEM_DEFAULTWORKINGDIRECTORY: temp(),
    SYSTEM_COLLECTIONURI: "https://dev.azure.com/fabrikam/",
    SYSTEM_SERVERTYPE: "Hosted",
    SYSTEM_COLLECTIONID: "11111111-2222-3333-4444-555555555555",
    ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN: "token-0123456789",
  });
  /** A step that makes files, of a client whose project is a file `one`. */
  const action: Action = { action: "run-feeds", clients: ["one"] };

  beforeEach(() => {
    mkdirSync(agentTemp());
    writeFileSync(join(temp(), "one"), "feed");
  });

  function problemOf(run: ChildRun): string {
    const [, , text] = run.commands.find(([name]) => name === "task.logissue") ?? assert.fail(run.stdout);
    assert.doesNotMatch(text, /in a way it should not/);
    assert.ok(!run.commands.some(([name]) => name === "task.setvariable"), "nothing half done");
    return text;
  }

  it("is where the step's folder is made", () => {
    const run = runChild(action, environment());
    assert.ok(
      run.commands.some(([name]) => name === "task.setvariable"),
      run.stdout,
    );
    assert.deepEqual(readdirSync(join(agentTemp(), "feedpass")), ["feeds-step"]);
  });

  it("has a link in the place of our folder: it is neither written nor removed through", () => {
    const victim = join(temp(), "victim");
    mkdirSync(join(victim, "feeds-step", "one"), { recursive: true });
    writeFileSync(join(victim, "feeds-step", "one", "file"), "kept");
    symlinkSync(victim, join(agentTemp(), "feedpass"));
    const problem = problemOf(runChild(action, environment()));
    assert.match(problem, /\/_temp\/feedpass is a link, and was to be the folder of Feedpass.*\nRemove it/);
    assert.equal(readFileSync(join(victim, "feeds-step", "one", "file"), "utf8"), "kept");
    assert.deepEqual(readdirSync(join(victim, "feeds-step", "one")), ["file"]);
    const journal = JSON.stringify({ folder: join(agentTemp(), "feedpass", "feeds-step"), variables: [] });
    const undone = runChild(
      { action: "undo" },
      { ...environment(), VSTS_TASKVARIABLE_FEEDPASS_JOURNAL: journal },
    );
    assert.match(undone.commands[0]?.[2] ?? "", /feeds-step was not removed: a link is on the way to it\.$/);
    assert.ok(lstatSync(join(agentTemp(), "feedpass")).isSymbolicLink());
    assert.ok(existsSync(join(victim, "feeds-step", "one", "file")));
  });

  it("has a file in the place of our folder", () => {
    writeFileSync(join(agentTemp(), "feedpass"), "");
    assert.match(problemOf(runChild(action, environment())), /\/_temp\/feedpass is a file, and was to be/);
  });

  it("is a file itself, or a place where nothing can be made", () => {
    writeFileSync(join(temp(), "file"), "");
    const inFile = problemOf(runChild(action, environment(join(temp(), "file"))));
    assert.match(
      inFile,
      /cannot be written \(ENOTDIR: .*\)\.\nRemove the file that is where a folder should be/,
    );
    const long = problemOf(runChild(action, environment(join(temp(), "x".repeat(300)))));
    assert.match(long, /cannot be written \(ENAMETOOLONG: .*\)\.\nGive the agent a work folder/);
  });

  it("takes no more bytes", function () {
    if (process.platform === "win32") this.skip();
    const child = join(__dirname, "child.js");
    // A limit of no bytes for files fails a write as a full disk does, also for root.
    const script = `trap '' XFSZ; ulimit -f 0; exec "$@"`;
    const { stdout } = spawnSync(
      "sh",
      ["-c", script, "sh", process.execPath, child, JSON.stringify(action)],
      {
        env: { PATH: process.env["PATH"], HOME: temp(), ...environment() },
        encoding: "utf8",
      },
    );
    assert.match(stdout, /cannot be written \(EFBIG: [^)]*\)\.%0ARaise the limit/);
    assert.doesNotMatch(stdout, /in a way it should not|task\.setvariable/);
    assert.equal(existsSync(join(agentTemp(), "feedpass", "feeds-step", "one")), false, "nothing half done");
  });
});
