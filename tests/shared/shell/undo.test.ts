import assert from "node:assert/strict";
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runChild, useTempFolder, type ChildRun } from "./run-child";

describe("shell: undo", () => {
  const temp = useTempFolder();
  const home = (): string => join(temp(), "_temp", "feedpass");
  const undo = (journal: unknown, environment: Readonly<Record<string, string>> = {}): ChildRun => {
    const run = runChild(
      { action: "undo" },
      {
        AGENT_TEMPDIRECTORY: join(temp(), "_temp"),
        VSTS_TASKVARIABLE_FEEDPASS_JOURNAL: typeof journal === "string" ? journal : JSON.stringify(journal),
        ...environment,
      },
    );
    assert.equal(run.status, 0, run.stderr);
    return run;
  };
  const make = (path: string): string => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "kept");
    return path;
  };

  const ours = { XDG_CONFIG_DIRS: "ours", MAVEN_ARGS: "ours too" };

  it("puts the variables back and removes the step's folder, and only that", () => {
    make(join(home(), "uv-1/xdg/uv/uv.toml"));
    const other = make(join(home(), "uv-2/xdg/uv/uv.toml"));
    const run = undo(
      {
        folder: join(home(), "uv-1"),
        variables: [
          { name: "XDG_CONFIG_DIRS", previous: "" },
          { name: "MAVEN_ARGS", previous: "-B\n100%" },
        ],
      },
      ours,
    );
    assert.deepEqual(run.commands, [
      ["task.setvariable", "variable=XDG_CONFIG_DIRS", ""],
      ["task.setvariable", "variable=MAVEN_ARGS", "-B\n100%"],
    ]);
    assert.equal(existsSync(join(home(), "uv-1")), false);
    assert.equal(existsSync(other), true);
  });

  it("sets no variable that is what it was: the agent refused it, and would do so again", () => {
    const variables = [
      { name: "XDG_CONFIG_DIRS", previous: "" },
      { name: "MAVEN_ARGS", previous: "-B" },
    ];
    const run = undo({ folder: join(home(), "uv-1"), variables }, { MAVEN_ARGS: "-B" });
    assert.deepEqual(run.commands, []);
  });

  it("puts a path back as the agent's variable where steps run in containers", () => {
    const previous = `-Dmaven.ext.class.path=${home()}/maven-1/access:${temp()}/_tasks/a.jar -B`;
    const run = undo(
      { folder: join(home(), "maven-2"), variables: [{ name: "MAVEN_ARGS", previous }] },
      { AGENT_CONTAINERID: "0a1b", AGENT_WORKFOLDER: temp() },
    );
    assert.deepEqual(run.commands, [
      [
        "task.setvariable",
        "variable=MAVEN_ARGS",
        "-Dmaven.ext.class.path=$(Agent.TempDirectory)/feedpass/maven-1/access:$(Agent.WorkFolder)/_tasks/a.jar -B",
      ],
    ]);
  });

  const outside: readonly (readonly [string, (folder: string) => string])[] = [
    ["the temp folder", (folder) => join(folder, "_temp")],
    ["all steps' folders", (folder) => join(folder, "_temp/feedpass")],
    ["a folder beside", (folder) => join(folder, "_temp/feedpass2")],
    ["a way out", (folder) => `${folder}/_temp/feedpass/../../victim`],
    ["another place", (folder) => join(folder, "victim")],
    ["a relative path", () => "feedpass"],
    ["nothing", () => ""],
  ];
  for (const [title, choose] of outside) {
    it(`does not remove ${title}`, () => {
      const kept = ["_temp/feedpass/uv-1/a", "_temp/feedpass2/a", "victim/a"].map((name) =>
        make(join(temp(), name)),
      );
      undo({ folder: choose(temp()), variables: [] });
      assert.deepEqual(
        kept.map((path) => existsSync(path)),
        [true, true, true],
      );
    });
  }

  it("removes nothing without Agent.TempDirectory", () => {
    const kept = make(join(home(), "uv-1/a"));
    undo({ folder: join(home(), "uv-1"), variables: [] }, { AGENT_TEMPDIRECTORY: "" });
    assert.equal(existsSync(kept), true);
  });

  it("does not follow links in the folder", () => {
    const kept = make(join(temp(), "victim/a"));
    mkdirSync(join(home(), "cargo-1"), { recursive: true });
    symlinkSync(dirname(kept), join(home(), "cargo-1/registry"));
    symlinkSync(kept, join(home(), "cargo-1/file"));
    undo({ folder: join(home(), "cargo-1"), variables: [] });
    assert.equal(existsSync(join(home(), "cargo-1")), false);
    assert.equal(readFileSync(kept, "utf8"), "kept");
  });

  it("does not follow a folder that is a link", () => {
    const kept = make(join(temp(), "victim/a"));
    mkdirSync(home(), { recursive: true });
    symlinkSync(dirname(kept), join(home(), "cargo-1"));
    undo({ folder: join(home(), "cargo-1"), variables: [] });
    assert.equal(readFileSync(kept, "utf8"), "kept");
  });

  it("does not follow a link on the way", () => {
    const kept = make(join(temp(), "victim/cargo-1/a"));
    mkdirSync(join(temp(), "_temp"));
    symlinkSync(join(temp(), "victim"), home());
    undo({ folder: join(home(), "cargo-1"), variables: [] });
    assert.equal(readFileSync(kept, "utf8"), "kept");
  });

  it("removes below a temp folder that is reached by a link", () => {
    make(join(home(), "uv-1/a"));
    symlinkSync(join(temp(), "_temp"), join(temp(), "link"));
    undo(
      { folder: join(temp(), "link/feedpass/uv-1"), variables: [] },
      { AGENT_TEMPDIRECTORY: join(temp(), "link") },
    );
    assert.equal(existsSync(join(home(), "uv-1")), false);
    assert.ok(lstatSync(join(temp(), "link")).isSymbolicLink());
  });

  const damaged: readonly (readonly [string, unknown])[] = [
    ["empty", ""],
    ["no JSON", "{"],
    ["null", "null"],
    ["a list", "[]"],
    ["without a folder", { variables: [] }],
    ["with a folder that is a number", { folder: 1, variables: [] }],
    ["without variables", { folder: "x" }],
    ["with variables that are none", { folder: "x", variables: [{ name: "A" }] }],
    ["with a variable of null", { folder: "x", variables: [null] }],
  ];
  for (const [title, journal] of damaged) {
    it(`does nothing with a journal that is ${title}`, () => {
      assert.equal(undo(journal).stdout, "");
    });
  }

  it("does nothing without a journal", () => {
    const run = runChild({ action: "undo" }, { AGENT_TEMPDIRECTORY: temp() });
    assert.deepEqual([run.status, run.stdout], [0, ""]);
  });

  it("says nothing of a folder that is gone", () => {
    assert.equal(undo({ folder: join(home(), "uv-1"), variables: [] }).stdout, "");
    mkdirSync(home(), { recursive: true });
    assert.equal(undo({ folder: join(home(), "uv-1"), variables: [] }).stdout, "");
  });

  it("warns of what cannot be removed, and does not fail", () => {
    mkdirSync(home(), { recursive: true });
    const run = undo(
      { folder: `${home()}/uv\u0000-1`, variables: [{ name: "A", previous: "" }] },
      { A: "ours" },
    );
    assert.deepEqual(
      run.commands.map(([name, properties]) => [name, properties]),
      [
        ["task.setvariable", "variable=A"],
        ["task.logissue", "type=warning"],
      ],
    );
    assert.match(run.commands[1]?.[2] ?? "", /could not be removed/);
  });
});
