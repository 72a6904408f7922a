import assert from "node:assert/strict";
import { environmentOf, printEnvironment, printLines, runYaml, stepOf } from "./agent-bench";
import type { BenchOptions, TestTask } from "./agent-bench";
import type { PipelineRecord } from "../../../sandbox/agent/run-pipeline";

const pipeline =
  "steps:\n- checkout: none\n- task: Say@1\n  name: say\n- task: Print@1\n  condition: always()\n";

/** Runs a task that prints these lines, then one that prints its environment. */
async function say(
  lines: readonly string[],
  options: BenchOptions & { manifest?: TestTask["manifest"] } = {},
) {
  const { manifest, ...rest } = options;
  const sayer: TestTask = {
    name: "Say",
    files: { "main.js": printLines(...lines) },
    manifest: manifest ?? {},
  };
  const printer: TestTask = {
    name: "Print",
    files: { "main.js": printEnvironment },
    manifest: { id: "44444444-4444-4444-8444-444444444444" },
  };
  const record = await runYaml(pipeline, { tasks: [sayer, printer], ...rest });
  return { record, step: stepOf(record, "Say"), env: environmentOf(stepOf(record, "Print")) };
}

function variableOf(record: PipelineRecord, name: string) {
  const found = [...(record.jobs[0]?.variables ?? [])].find(([key]) => key.toLowerCase() === name);
  return found?.[1];
}

describe("agent: commands that set something", () => {
  it("setvariable reaches the next step, expanded (TaskCommandExtension.cs:582-664)", async () => {
    const { env, step } = await say(["##vso[task.setvariable variable=my.var]x-$(agent.os)"]);
    assert.equal(env["MY_VAR"], "x-Linux");
    assert.equal(step.result, "Succeeded");
    assert.ok(!step.log.some((line) => line.includes("##vso")));
  });

  it("a secret is hidden from the environment and the log", async () => {
    const { env, record } = await say(["##vso[task.setvariable variable=pat;issecret=TRUE]hush", "say hush"]);
    assert.equal(env["PAT"], undefined);
    assert.equal(env["SECRET_PAT"], "hush");
    assert.ok(!record.log.includes("hush"));
    assert.ok(stepOf(record, "Say").log.includes("say ***"));
    assert.ok(stepOf(record, "Say").raw.includes("say hush"));
    assert.deepEqual(variableOf(record, "pat"), { value: "hush", isSecret: true });
  });

  it("an output variable has its qualified name only (ExecutionContext.cs:395-415)", async () => {
    const { env, record } = await say(["##vso[task.setvariable variable=out;isoutput=true]1"]);
    assert.equal(env["SAY_OUT"], "1");
    assert.equal(env["OUT"], undefined);
    assert.deepEqual(variableOf(record, "say.out"), { value: "1", isSecret: false });
  });

  it("a name in outputVariables of task.json makes an output variable (TaskRunner.cs:402-411)", async () => {
    const manifest = { outputVariables: [{ name: "Out", description: "" }] };
    const { env } = await say(["##vso[task.setvariable variable=OUT]1"], { manifest });
    assert.equal(env["SAY_OUT"], "1");
    assert.equal(env["OUT"], undefined);
  });

  it("preservecase keeps the case of the name", async () => {
    const { env } = await say(["##vso[task.setvariable variable=My.Case;preservecase=true]1"]);
    assert.equal(env["My_Case"], "1");
  });

  it("prependpath changes PATH for later steps, last one first (Handler.cs:269-304)", async () => {
    const lines = ["/first", "/second", "/first"].map((path) => `##vso[task.prependpath]${path}`);
    const { env } = await say(lines, { environment: { PATH: "/agent" } });
    assert.equal(env["PATH"], "/first:/second:/agent");
  });

  const originals: [string, string, BenchOptions][] = [
    ["a job variable PATH", "/variable", { variables: { PATH: "/variable" } }],
    ["the agent's PATH", "/agent", {}],
  ];
  for (const [title, original, options] of originals) {
    it(`prependpath goes before ${title} (PathUtil.cs:21-40)`, async () => {
      const lines = ["##vso[task.prependpath]/tools"];
      const { env } = await say(lines, { environment: { PATH: "/agent" }, ...options });
      assert.equal(env["PATH"], `/tools:${original}`);
    });
  }

  it("setsecret masks its data, not its base64", async () => {
    const { step } = await say(["##vso[task.setsecret]token", "token dG9rZW4="]);
    assert.ok(step.log.includes("*** dG9rZW4="));
  });

  it("updatebuildnumber changes the variable at once (BuildCommandExtension.cs:101-102)", async () => {
    const { env, step } = await say(["##vso[build.updatebuildnumber]7.7", "##vso[build.addbuildtag]t"]);
    assert.equal(env["BUILD_BUILDNUMBER"], "7.7");
    assert.deepEqual(
      step.recorded.map(({ command, data }) => [command, data]),
      [
        ["build.updatebuildnumber", "7.7"],
        ["build.addbuildtag", "t"],
      ],
    );
  });
});

describe("agent: commands for the service", () => {
  const file = __filename;
  const recorded: [string, string, Record<string, string>][] = [
    [`##vso[task.uploadsummary]${file}`, "task.uploadsummary", {}],
    [`##vso[task.uploadfile]${file}`, "task.uploadfile", {}],
    [`##vso[task.addattachment type=t;name=n]${file}`, "task.addattachment", { type: "t", name: "n" }],
    [`##vso[build.uploadlog]${file}`, "build.uploadlog", {}],
    [`##vso[artifact.upload artifactname=a]${file}`, "artifact.upload", { artifactname: "a" }],
  ];
  for (const [line, command, properties] of recorded) {
    it(`${command} is kept`, async () => {
      const { step } = await say([line]);
      assert.equal(step.result, "Succeeded");
      assert.deepEqual(step.recorded, [{ command, properties, data: file }]);
    });
  }

  it("an attachment needs names that are file names (TaskCommandExtension.cs:276-302)", async () => {
    const { step } = await say([`##vso[task.addattachment type=t;name=a/b]${file}`]);
    assert.equal(step.result, "Failed");
  });

  it("setprogress and a done operation change no result", async () => {
    const { step } = await say([
      "##vso[task.setprogress value=150]half",
      "##vso[task.complete result=Succeeded]x",
    ]);
    assert.deepEqual([step.result, step.issues.length], ["Succeeded", 0]);
  });

  it("setendpoint changes a service connection for later steps, and masks (TaskCommandExtension.cs:751-842)", async () => {
    const id = "88888888-8888-4888-8888-888888888888";
    const set = (field: string, key: string, value: string) =>
      `##vso[task.setendpoint id=${id};field=${field};key=${key}]${value}`;
    const lines = [
      set("url", "", "https://new.example/"),
      set("authParameter", "apitoken", "fresh-1"),
      set("dataParameter", "kind", "k2"),
      "fresh-1",
    ];
    const inputs = [{ name: "service", type: "connectedService:x", label: "s" }];
    const tasks: TestTask[] = [
      { name: "Say", files: { "main.js": printLines(...lines) } },
      {
        name: "Print",
        manifest: { id: "44444444-4444-4444-8444-444444444444", inputs },
        files: { "main.js": printEnvironment },
      },
    ];
    const connection = {
      ...{ id, name: "c", type: "x", url: "https://old.example/", scheme: "Token" },
      ...{ parameters: { apitoken: "old" }, data: { kind: "k1" } },
    };
    const yaml = "steps:\n- checkout: none\n- task: Say@1\n- task: Print@1\n  inputs: { service: c }\n";
    const record = await runYaml(yaml, { tasks, serviceConnections: [connection] });
    const env = environmentOf(stepOf(record, "Print"));
    assert.equal(env[`ENDPOINT_URL_${id}`], "https://new.example/");
    assert.equal(env[`ENDPOINT_AUTH_PARAMETER_${id}_APITOKEN`], "fresh-1");
    assert.equal(env[`ENDPOINT_DATA_${id}_KIND`], "k2");
    assert.ok(!record.log.includes("fresh-1"));
  });
});

describe("agent: commands that fail the step, or do not", () => {
  const failing: [string, string, RegExp][] = [
    ["a read-only variable", "##vso[task.setvariable variable=Agent.TempDirectory]x", /readonly variable/],
    ["setvariable without a name", "##vso[task.setvariable]x", /'variable' is missing/],
    ["a secret of two lines", "##vso[task.setvariable variable=a;issecret=true]x%0Ay", /multiple lines/],
    [
      "a secret task variable of two lines",
      "##vso[task.settaskvariable variable=a;issecret=true]x%0Ay",
      /multiple lines/,
    ],
    [
      "an endpoint without data (TaskCommandExtension.cs:766-769)",
      "##vso[task.setendpoint id=55555555-5555-4555-8555-555555555555;field=url]",
      /needs a value/,
    ],
    ["an unknown event", "##vso[task.nope]x", /not a recognized command/],
    ["task-lib's spelling of a cancelled result", "##vso[task.complete result=Cancelled;]", /valid result/],
    ["an unknown issue type", "##vso[task.logissue type=info]x", /not an expected issue type/],
    ["prependpath without data", "##vso[task.prependpath]", /data .* missing/],
    ["a summary that is not there", "##vso[task.uploadsummary]/nonexistent.md", /does not exist/],
    ["progress that is no number", "##vso[task.setprogress value=half]x", /progress/],
    [
      "an endpoint that is not there",
      "##vso[task.setendpoint id=55555555-5555-4555-8555-555555555555;field=url]https://x",
      /no endpoint/,
    ],
    ["result=Failed", "##vso[task.complete result=Failed]gone", /^$/],
  ];
  for (const [title, line, message] of failing) {
    it(`${title}: Failed (WorkerCommandManager.cs:69-149)`, async () => {
      const { step } = await say([line]);
      assert.equal(step.result, "Failed");
      assert.match(step.issues.at(-1)?.message ?? "", message);
    });
  }

  const harmless: [string, string, string, RegExp][] = [
    ["an error issue", "##vso[task.logissue type=error]bad", "error", /^bad$/],
    [
      "an issue with a place",
      "##vso[task.logissue type=warning;sourcepath=a.toml;linenumber=3;columnnumber=4;code=E1]bad",
      "warning",
      /^a\.toml\(3,4\): warning E1: bad$/,
    ],
    ["an issue without type", "##vso[task.logissue]bad", "warning", /type/],
    ["an unknown area", "##vso[foo.bar]x", "warning", /foo/],
    ["a command that is not legal", "##vso[broken", "warning", /not a legal command/],
    [
      "the system connection",
      "##vso[task.setendpoint id=00000000-0000-0000-0000-000000000000;field=url]https://x",
      "warning",
      /system connection/,
    ],
  ];
  for (const [title, line, type, message] of harmless) {
    it(`${title}: an issue and nothing more`, async () => {
      const { step } = await say([line]);
      assert.equal(step.result, "Succeeded");
      assert.deepEqual(
        step.issues.map((issue) => issue.type),
        [type],
      );
      assert.match(step.issues[0]?.message ?? "", message);
      assert.ok(step.log.some((text) => text.startsWith(`##[${type}]`)));
    });
  }

  it("another case of the keyword is a line as any (WorkerCommandManager.cs:79-84)", async () => {
    const line = "##VSO[task.setvariable variable=a]1";
    const { step } = await say([line]);
    assert.deepEqual([step.result, step.issues], ["Succeeded", []]);
    assert.ok(step.log.includes(line));
  });

  for (const command of ["setvariable", "settaskvariable"]) {
    it(`${command} takes a secret with a CR and no LF (TaskCommandExtension.cs:646-651)`, async () => {
      const { step } = await say([`##vso[task.${command} variable=a;issecret=true]x%0Dy`]);
      assert.deepEqual([step.result, step.issues], ["Succeeded", []]);
    });
  }

  it("setendpoint masks an authParameter that it does not take (TaskCommandExtension.cs:781)", async () => {
    const id = "55555555-5555-4555-8555-555555555555";
    const set = `##vso[task.setendpoint id=${id};field=authParameter;key=k]hidden-1`;
    const { record, step } = await say([set, "hidden-1"]);
    assert.equal(step.result, "Failed");
    assert.ok(step.log.includes("***"));
    assert.ok(!record.log.includes("hidden-1"));
  });

  it("an output variable is read-only where the command makes it one (ExecutionContext.cs:395-415)", async () => {
    const set = (name: string, flag: string) => `##vso[task.setvariable variable=${name}${flag}]1`;
    const manifest = { outputVariables: [{ name: "declared", description: "" }] };
    const { step } = await say(
      [set("declared", ""), set("said", ";isoutput=true"), set("say.declared", ""), set("say.said", "")],
      { manifest },
    );
    assert.deepEqual(
      step.issues.map(({ message }) => message),
      [
        "Unable to process command '##vso[task.setvariable variable=say.said]1' successfully.",
        "Overwriting readonly variable 'say.said' is not permitted.",
      ],
    );
  });

  it("DECODE_PERCENTS=false leaves %AZP25 as it is (AS/CommandStringConvertor.cs)", async () => {
    const lines = ["##vso[task.setvariable variable=a]x%AZP25y%3Bz", "##vso[task.setvariable variable=b]x%y"];
    assert.equal((await say(lines)).env["A"], "x%y;z");
    const { env } = await say(lines, { variables: { DECODE_PERCENTS: "false" } });
    assert.deepEqual([env["A"], env["B"]], ["x%AZP25y;z", "x%y"]);
  });

  it("a read-only variable is a warning when agent.readOnlyVariables is off (TaskCommandExtension.cs:629-641)", async () => {
    const variables = { "agent.readOnlyVariables": "false", mine: { value: "1", isReadOnly: true } };
    const { step, env } = await say(["##vso[task.setvariable variable=mine]2"], { variables });
    assert.equal(step.result, "Succeeded");
    assert.equal(env["MINE"], "2");
  });

  it("keeps at most ten issues of a type but writes all lines (ExecutionContext.cs:106)", async () => {
    const { step } = await say(
      Array.from({ length: 12 }, (_, index) => `##vso[task.logissue type=error]${index}`),
    );
    assert.equal(step.issues.length, 10);
    assert.equal(step.log.filter((line) => line.startsWith("##[error]")).length, 12);
  });

  it("merges results: the worst of SucceededWithIssues and Succeeded stays", async () => {
    const lines = ["SucceededWithIssues", "Succeeded"].map(
      (result) => `##vso[task.complete result=${result};]`,
    );
    const { step, record } = await say(lines);
    assert.equal(step.result, "SucceededWithIssues");
    assert.equal(record.result, "SucceededWithIssues");
  });

  it("##[error] as plain text is no issue", async () => {
    const { step } = await say(["##[error]plain"]);
    assert.deepEqual([step.result, step.issues.length], ["Succeeded", 0]);
  });

  it("debug lines appear only with system.debug", async () => {
    const lines = ["##vso[task.debug]details"];
    assert.ok(!(await say(lines)).record.log.includes("details"));
    const { record } = await say(lines, { variables: { "system.debug": "true" } });
    assert.match(record.log, /##\[debug\]details\n/);
    assert.match(record.log, /##\[debug\]Processed: ##vso\[task\.debug\]details\n/);
  });

  it("telemetry and timeline details are swallowed", async () => {
    const lines = ["##vso[telemetry.publish area=a;feature=b]{}", "##vso[task.logdetail id=1]x"];
    const { step } = await say(lines);
    assert.deepEqual([step.result, step.issues.length, step.recorded.length], ["Succeeded", 0, 0]);
  });
});

describe("agent: restrictions", () => {
  const restricted = {
    restrictions: { commands: { mode: "restricted" }, settableVariables: { allowed: ["UV_*"] } },
  };

  it("drops other commands with a warning, result unchanged (TaskRestrictionsExtension.cs:21-42)", async () => {
    const { step } = await say(["##vso[build.addbuildtag]t", "##vso[task.uploadfile]/x"], {
      manifest: restricted,
    });
    assert.equal(step.result, "Succeeded");
    assert.deepEqual(
      step.issues.map(({ type }) => type),
      ["warning", "warning"],
    );
    assert.deepEqual(step.recorded, []);
  });

  it("masks an authParameter of a setendpoint that it drops (TaskCommandExtension.cs:781)", async () => {
    const id = "55555555-5555-4555-8555-555555555555";
    const lines = [`##vso[task.setendpoint id=${id};field=authParameter;key=k]hidden-1`, "hidden-1"];
    const { record, step } = await say(lines, { manifest: restricted });
    assert.deepEqual([step.result, step.issues.length], ["Succeeded", 1]);
    assert.ok(!record.log.includes("hidden-1"));
  });

  it("lets set only what a glob allows, ignoring case; a refused secret is masked all the same", async () => {
    const lines = [
      "##vso[task.setvariable variable=uv_index]1",
      "##vso[task.setvariable variable=other;issecret=true]hidden",
      "hidden",
      "##vso[task.prependpath]/nope",
    ];
    const { step, env } = await say(lines, { manifest: restricted, environment: { PATH: "/agent" } });
    assert.equal(env["UV_INDEX"], "1");
    assert.equal(env["SECRET_OTHER"], undefined);
    assert.equal(env["PATH"], "/agent");
    assert.equal(step.issues.length, 2);
    assert.ok(step.log.includes("***"));
    assert.equal(step.result, "Succeeded");
  });

  it("follows the step's target too", async () => {
    const record = await runYaml(
      `steps:
- checkout: none
- script: |
    echo "##vso[task.setvariable variable=ok.one]1"
    echo "##vso[task.setvariable variable=bad]1"
    echo "##vso[build.addbuildtag]x"
  target: { commands: restricted, settableVariables: [ok.*] }
- script: echo "##vso[task.setvariable variable=none]1"
  target: { settableVariables: none }
`,
    );
    const variables = record.jobs[0]?.variables;
    assert.equal(variables?.get("ok.one")?.value, "1");
    assert.equal(variables.get("bad"), undefined);
    assert.equal(variables.get("none"), undefined);
    assert.equal(record.result, "Succeeded");
  });
});
