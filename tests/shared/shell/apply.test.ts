import assert from "node:assert/strict";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { credentialsOf, jobCredentials, printableForms } from "../../../shared/core/credentials";
import type { Effect } from "../../../shared/core/plan";
import { childVariables } from "../../../shared/shell/apply";
import { skipWithout } from "../../clients/found-clients";
import { makeJob, token } from "../clients/planning";
import { runChild, useTempFolder } from "./run-child";

describe("shell: apply", () => {
  const temp = useTempFolder();
  const folder = (): string => join(temp(), "feedpass", "step-1");
  const write = (name: string, text = "text"): Effect => ({
    kind: "write-file",
    path: join(folder(), name),
    text,
  });
  const names = (run: ReturnType<typeof runChild>): readonly string[] => run.commands.map(([name]) => name);

  it("masks every form first, then writes the journal and the files, then sets the variables", () => {
    const run = runChild({
      action: "apply",
      jobFolder: folder(),
      effects: [
        { kind: "set-variable", name: "A_TOKEN", value: "secret:hunter2" },
        write("a/b.toml"),
        { kind: "set-variable", name: "A_PLACE", value: join(folder(), "a") },
        { kind: "set-variable", name: "B", value: "100% of\nit" },
      ],
      environment: { A_PLACE: "before" },
    });
    assert.equal(run.status, 0, run.stderr);
    assert.deepEqual(run.commands, [
      ...[...printableForms(jobCredentials(token)).map((form) => form.expose()), "hunter2"].map(
        (form) => ["task.setsecret", "", form] as const,
      ),
      [
        "task.settaskvariable",
        "variable=FEEDPASS_JOURNAL",
        JSON.stringify({ folder: folder(), variables: [{ name: "A_PLACE", previous: "before" }] }),
      ],
      ["task.setvariable", "variable=A_TOKEN", "Derived hunter2"],
      ["task.setvariable", "variable=A_PLACE", join(folder(), "a")],
      ["task.setvariable", "variable=B", "100% of\nit"],
    ]);
    assert.equal(readFileSync(join(folder(), "a/b.toml"), "utf8"), "text");
  });

  it("masks every form of every identity, and of other credentials that the plan hands out", () => {
    const [second, other] = ["second-password-0123", "other/password+456"];
    const run = runChild({
      action: "apply",
      jobFolder: folder(),
      effects: [],
      secondPassword: second,
      otherPassword: other,
    });
    assert.deepEqual(
      run.commands.filter(([name]) => name === "task.setsecret").map(([, , form]) => form),
      [jobCredentials(token), credentialsOf("second", second), credentialsOf("other", other)]
        .flatMap((credentials) => printableForms(credentials))
        .map((form) => form.expose()),
    );
  });

  it("makes the files of several plans before it sets a variable of any, with one journal for all", () => {
    const [one, two] = [join(folder(), "uv"), join(folder(), "cargo")];
    const plans = [one, two].map((jobFolder, index) => ({
      jobFolder,
      effects: [
        { kind: "set-variable" as const, name: `PLACE_${index}`, value: jobFolder },
        { kind: "write-file" as const, path: join(jobFolder, "a"), text: jobFolder },
      ],
    }));
    const run = runChild({ action: "apply-several", stepFolder: folder(), plans });
    assert.equal(run.status, 0, run.stderr);
    const variables = [0, 1].map((index) => ({ name: `PLACE_${index}`, previous: "" }));
    assert.deepEqual(
      run.commands.filter(([name]) => name !== "task.setsecret"),
      [
        [
          "task.settaskvariable",
          "variable=FEEDPASS_JOURNAL",
          JSON.stringify({ folder: folder(), variables }),
        ],
        ["task.setvariable", "variable=PLACE_0", one],
        ["task.setvariable", "variable=PLACE_1", two],
      ],
    );
    assert.deepEqual(
      [one, two].map((path) => readFileSync(join(path, "a"), "utf8")),
      [one, two],
    );
  });

  it("leaves nothing of any plan when a file of the last one fails", () => {
    const [one, two] = [join(folder(), "uv"), join(folder(), "cargo")];
    const file = (jobFolder: string): Effect => ({
      kind: "write-file",
      path: join(jobFolder, "a"),
      text: "",
    });
    const set: Effect = { kind: "set-variable", name: "A", value: "1" };
    const run = runChild({
      action: "apply-several",
      stepFolder: folder(),
      plans: [
        { jobFolder: one, effects: [set, file(one)] },
        { jobFolder: two, effects: [set, file(two), file(two)] },
      ],
    });
    assert.equal(run.status, 1);
    assert.deepEqual([existsSync(one), existsSync(two)], [false, false]);
    assert.ok(!names(run).includes("task.setvariable"));
  });

  it("leaves the whole step's folder to the post-job step, where it has one for each client", () => {
    for (const client of ["uv", "cargo"]) {
      const own = join(folder(), client);
      const effects = [{ kind: "write-file" as const, path: join(own, "config.toml"), text: client }];
      const run = runChild({ action: "apply", jobFolder: own, stepFolder: folder(), effects });
      assert.equal(run.status, 0, run.stderr);
      const [, , journal] = run.commands.find(([name]) => name === "task.settaskvariable") ?? [];
      assert.deepEqual(JSON.parse(journal ?? ""), { folder: folder(), variables: [] });
    }
    assert.equal(readFileSync(join(folder(), "uv/config.toml"), "utf8"), "uv", "the other's stays");
  });

  it("gives files and folders to the user alone, whatever the umask", () => {
    const run = runChild({
      action: "apply",
      jobFolder: folder(),
      effects: [write("a/b.toml"), { kind: "make-folder", path: join(folder(), "empty/deep") }],
    });
    assert.equal(run.status, 0, run.stderr);
    const mode = (name: string): number => statSync(join(folder(), name)).mode & 0o777;
    assert.equal(mode("a/b.toml"), 0o600);
    for (const name of ["", "a", "empty", "empty/deep"]) assert.equal(mode(name), 0o700, name);
  });

  it("copies what lies beside the task's code, for the user alone, and lets the user run a program", () => {
    const source = join(temp(), "beside.sh");
    writeFileSync(source, "#!/bin/sh\n", { mode: 0o644 });
    const copy = (name: string, isProgram: boolean): Effect => ({
      ...{ kind: "copy-file", path: join(folder(), name), source, isProgram },
    });
    const effects = [copy("bin/program", true), copy("text", false)];
    const run = runChild({ action: "apply", jobFolder: folder(), effects });
    assert.equal(run.status, 0, run.stderr);
    const found = ["bin/program", "text"].map((name) => statSync(join(folder(), name)).mode & 0o777);
    assert.deepEqual(found, [0o700, 0o600]);
    const again = runChild({ action: "apply", jobFolder: folder(), effects: [...effects, ...effects] });
    assert.equal(again.status, 1, "never over another file");
    assert.ok(!existsSync(folder()));
  });

  it("puts a folder before PATH by the agent's command, once the files are there, and undoes no PATH", () => {
    const bin = join(folder(), "bin");
    const effects: readonly Effect[] = [{ kind: "prepend-path", path: bin }, write("bin/program")];
    const run = runChild({ action: "apply", jobFolder: folder(), effects });
    assert.equal(run.status, 0, run.stderr);
    assert.deepEqual(
      run.commands.filter(([name]) => name !== "task.setsecret"),
      [
        [
          "task.settaskvariable",
          "variable=FEEDPASS_JOURNAL",
          JSON.stringify({ folder: folder(), variables: [] }),
        ],
        ["task.prependpath", "", bin],
      ],
    );
    const outside = runChild({
      action: "apply",
      jobFolder: folder(),
      effects: [{ kind: "prepend-path", path: "/usr/local/bin" }],
    });
    assert.equal(outside.status, 1);
  });

  it("gives a restore's own child the folder in front of its PATH", () => {
    const job = makeJob({ purpose: "restore", environment: { PATH: "/usr/bin:/bin" } });
    const effects: readonly Effect[] = [
      { kind: "prepend-path", path: `${job.jobFolder}/bin` },
      { kind: "set-variable", name: "A", value: "1" },
    ];
    const plan = { effects, notes: [], authenticated: 1 };
    assert.deepEqual(childVariables({ plan, job }), [
      ["A", "1"],
      ["PATH", `${job.jobFolder}/bin:/usr/bin:/bin`],
    ]);
    const onWindows = { ...job, windows: true, environment: new Map([["PATH", "C:\\bin"]]) };
    assert.deepEqual(childVariables({ plan, job: onWindows }).at(-1), [
      "PATH",
      `${job.jobFolder}/bin;C:\\bin`,
    ]);
  });

  it("takes the place of what an earlier attempt of the step left", () => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), "old"), "");
    const run = runChild({ action: "apply", jobFolder: folder(), effects: [write("new")] });
    assert.equal(run.status, 0, run.stderr);
    assert.deepEqual([existsSync(join(folder(), "old")), existsSync(join(folder(), "new"))], [false, true]);
  });

  it("makes links where the target is there, and leaves out the others", () => {
    const home = join(temp(), "home");
    mkdirSync(join(home, "registry"), { recursive: true });
    writeFileSync(join(home, "env"), "");
    const link = (name: string): Effect => ({
      kind: "link",
      path: join(folder(), name),
      target: join(home, name),
    });
    const run = runChild({
      action: "apply",
      jobFolder: folder(),
      effects: [link("registry"), link("env"), link("git")],
    });
    assert.equal(run.status, 0, run.stderr);
    assert.equal(readlinkSync(join(folder(), "registry")).replace(/\/$/, ""), join(home, "registry"));
    assert.equal(readlinkSync(join(folder(), "env")), join(home, "env"));
    assert.throws(() => lstatSync(join(folder(), "git")), { code: "ENOENT" });
    assert.equal(existsSync(join(home, "git")), false);
  });

  it("makes no symbolic link to a file on Windows: another name of it, or a copy that cannot be written to", function () {
    const other = "/dev/shm";
    if (!existsSync(other) || statSync(other).dev === statSync(temp()).dev)
      return skipWithout(this, "a second volume", `mount one at ${other}`);
    const far = mkdtempSync(join(other, "feedpass-"));
    const near = join(temp(), "home");
    try {
      for (const home of [near, far]) {
        mkdirSync(join(home, "registry"), { recursive: true });
        for (const name of ["env", "lock"]) writeFileSync(join(home, name), name);
      }
      const links = [near, far].flatMap((home, index) =>
        ["registry", "env", "lock", "git"].map((name): Effect => ({
          ...{ kind: "link", path: join(folder(), String(index), name), target: join(home, name) },
          isLock: name === "lock",
        })),
      );
      const run = runChild({ action: "apply", jobFolder: folder(), effects: links, windows: true });
      assert.equal(run.status, 0, run.stderr);
      const made = (path: string): string | undefined => {
        const stat = lstatSync(join(folder(), path), { throwIfNoEntry: false });
        if (stat === undefined || !stat.isFile()) return stat && "link";
        return stat.nlink === 1 ? `copy ${(stat.mode & 0o777).toString(8)}` : "name";
      };
      assert.deepEqual(
        ["registry", "env", "lock", "git"].map((name) => made(`0/${name}`)),
        ["link", "name", "name", undefined],
      );
      assert.deepEqual(
        ["registry", "env", "lock", "git"].map((name) => made(`1/${name}`)),
        ["link", "copy 400", undefined, undefined],
      );
    } finally {
      rmSync(far, { recursive: true, force: true });
    }
  });

  it("leaves no folder, no variable and the user's files as they were, when a file fails", () => {
    const home = join(temp(), "home");
    mkdirSync(join(home, "registry"), { recursive: true });
    writeFileSync(join(home, "registry", "crate"), "kept");
    const run = runChild({
      action: "apply",
      jobFolder: folder(),
      effects: [
        { kind: "set-variable", name: "A", value: "1" },
        { kind: "link", path: join(folder(), "registry"), target: join(home, "registry") },
        write("a"),
        write("a"),
      ],
    });
    assert.equal(run.status, 1);
    assert.match(run.stderr, /EEXIST/);
    assert.equal(existsSync(folder()), false);
    assert.equal(readFileSync(join(home, "registry", "crate"), "utf8"), "kept");
    assert.ok(names(run).includes("task.setsecret"));
    assert.ok(!names(run).includes("task.setvariable"));
  });

  for (const way of ["../../outside", "../step-10/outside", "a/../../outside", ""]) {
    it(`refuses a path outside of the job's folder: ${way === "" ? "the folder itself" : way}`, () => {
      const path = `${folder()}/${way}`;
      const run = runChild({
        action: "apply",
        jobFolder: folder(),
        effects: [write("inside"), { kind: "write-file", path, text: "x" }],
      });
      assert.equal(run.status, 1);
      assert.match(run.stderr, /is not in the job's folder/);
      assert.deepEqual([existsSync(folder()), existsSync(path)], [false, false]);
      assert.ok(!names(run).includes("task.setvariable"));
    });
  }

  it("refuses a name that the pipeline declares as a secret variable, before anything is made", () => {
    const run = runChild(
      {
        action: "apply",
        jobFolder: folder(),
        effects: [write("a"), { kind: "set-variable", name: "MAVEN_ARGS", value: "-B" }],
      },
      { SECRET_MAVEN_ARGS: "hunter2" },
    );
    assert.equal(run.status, 1);
    assert.match(run.stderr, /declares MAVEN_ARGS as a secret variable/);
    assert.equal(existsSync(folder()), false);
    assert.deepEqual([...new Set(names(run))], ["task.setsecret"]);
    assert.ok(!run.stdout.includes("hunter2"));
  });

  it("sets it all the same for a restore of its own, whose child is given it directly", () => {
    const effects: readonly Effect[] = [{ kind: "set-variable", name: "MAVEN_ARGS", value: "-B" }];
    const run = runChild(
      { action: "apply", jobFolder: folder(), effects, purpose: "restore" },
      { SECRET_MAVEN_ARGS: "hunter2" },
    );
    assert.equal(run.status, 0, run.stderr);
    assert.ok(!names(run).includes("task.setvariable"));
  });

  const percents: readonly (readonly [string, string, string])[] = [
    ["unset", "", "x%AZP25y"],
    ["true", "True", "x%AZP25y"],
    ["1", "1", "x%AZP25y"],
    ["false", "false", "x%y"],
    ["what the agent takes for false", "yes", "x%y"],
  ];
  for (const [title, value, expected] of percents) {
    it(`writes % as the agent reads it, with DECODE_PERCENTS ${title}`, () => {
      const effects: readonly Effect[] = [
        { kind: "set-variable", name: "A", value: "x%y" },
        { kind: "set-variable", name: "B", value: "secret:p%q" },
      ];
      const run = runChild({ action: "apply", jobFolder: folder(), effects }, { DECODE_PERCENTS: value });
      assert.equal(run.status, 0, run.stderr);
      assert.ok(run.stdout.includes(`##vso[task.setvariable variable=A;]${expected}\n`), run.stdout);
      const mask = expected.replace("x", "p").replace("y", "q");
      assert.ok(run.stdout.includes(`##vso[task.setsecret]${mask}\n`), run.stdout);
    });
  }

  for (const value of ["a%3Bb", "a%0Ab", "a%0Db", "a%5Db"]) {
    it(`refuses ${value} with DECODE_PERCENTS false, before anything is made`, () => {
      const effects: readonly Effect[] = [write("a"), { kind: "set-variable", name: "A", value }];
      const run = runChild({ action: "apply", jobFolder: folder(), effects }, { DECODE_PERCENTS: "false" });
      assert.equal(run.status, 1);
      assert.match(run.stderr, /DECODE_PERCENTS is not true/);
      assert.equal(existsSync(folder()), false);
      assert.ok(!names(run).includes("task.setvariable"));
      const decoded = runChild({ action: "apply", jobFolder: folder(), effects });
      assert.equal(decoded.status, 0, decoded.stderr);
    });
  }

  it("names the agent's folders by its variables where steps run in containers", () => {
    const work = temp();
    const values = (environment: Readonly<Record<string, string>>): readonly string[] => {
      const effects = [
        `-Dx=${folder()}/a:${work}/_tasks/b.jar -gs "${folder()}/c"`,
        `${folder()}:/etc/xdg`,
        work,
        `${work}2/a:/mnt${work}/b`,
      ].map((value, index): Effect => ({ kind: "set-variable", name: `A${index}`, value }));
      const run = runChild(
        { action: "apply", jobFolder: folder(), effects },
        { AGENT_TEMPDIRECTORY: join(work, "feedpass"), AGENT_WORKFOLDER: work, ...environment },
      );
      return run.commands.filter(([name]) => name === "task.setvariable").map(([, , data]) => data);
    };
    assert.deepEqual(values({ AGENT_CONTAINERID: "0a1b" }), [
      '-Dx=$(Agent.TempDirectory)/step-1/a:$(Agent.WorkFolder)/_tasks/b.jar -gs "$(Agent.TempDirectory)/step-1/c"',
      "$(Agent.TempDirectory)/step-1:/etc/xdg",
      "$(Agent.WorkFolder)",
      `${work}2/a:/mnt${work}/b`,
    ]);
    assert.equal(values({ AGENT_CONTAINERMAPPING: "{}" })[1], `${folder()}:/etc/xdg`);
  });
});
