import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { JobContainer } from "../../../sandbox/agent/containers/job-containers";
import { toContainerPath, toHostPath } from "../../../sandbox/agent/containers/path-mappings";
import { translatorFor } from "../../../sandbox/agent/containers/step-target";
import { SecretMasker } from "../../../sandbox/agent/masking/secret-masker";
import { Variables } from "../../../sandbox/agent/variables/variables";
import { environmentOf, printEnvironment, printLines, runYaml, stepOf } from "./agent-bench";
import type { BenchOptions, TestTask } from "./agent-bench";

describe("agent: paths of containers", () => {
  const one = [["/agent/w", "/w"]] as const;
  const three = [
    ["/agent/_work/_tool", "/__t"],
    ["/agent/_work", "/__w"],
    ["/agent", "/__a"],
  ] as const;

  const toContainer: [string, typeof one | typeof three, string, string][] = [
    [
      "what is below a folder (ContainerInfoL0.cs TranslateToContainerPathTests)",
      one,
      "/agent/w/test",
      "/w/test",
    ],
    ["the folder itself", one, "/agent/w", "/w"],
    ["not a folder whose name goes on", one, "/agent/w2/test", "/agent/w2/test"],
    ["not in the middle", one, "-Dx=/agent/w/test", "-Dx=/agent/w/test"],
    ["only the first of a list", one, "/agent/w/a:/agent/w/b", "/w/a:/agent/w/b"],
    ["nothing of the container", one, "/w/test", "/w/test"],
    ["tools (ContainerInfoL0.cs DefaultContainerInfoMappings)", three, "/agent/_work/_tool/x", "/__t/x"],
    ["work", three, "/agent/_work/_temp", "/__w/_temp"],
    ["root", three, "/agent/externals", "/__a/externals"],
    ["nothing of an empty text", three, "", ""],
  ];
  for (const [title, mappings, from, expected] of toContainer) {
    it(`to a container: ${title} (AS/ContainerInfo.cs:211-234)`, () => {
      assert.equal(toContainerPath(mappings, from), expected);
    });
  }

  const toHost: [string, string, string][] = [
    ["what is below a folder (ContainerInfoL0.cs TranslateToHostPathTests)", "/w/test", "/agent/w/test"],
    ["the folder itself", "/w", "/agent/w"],
    ["nothing of the host", "/agent/w/test", "/agent/w/test"],
  ];
  for (const [title, from, expected] of toHost) {
    it(`to the host: ${title} (AS/ContainerInfo.cs:236-275)`, () => {
      assert.equal(toHostPath(one, from), expected);
    });
  }

  // ExecutionContextL0.cs, TranslatePathForStepTarget_should_convert_path_only_for_containers: all of its cases.
  const container: JobContainer = { name: "c", id: "0", mappings: one, home: "/h", environment: {} };
  for (const isCheckout of [true, false]) {
    for (const job of ["host", "container"]) {
      for (const step of [undefined, "host", "container"]) {
        const isTranslated =
          step === "container" || (!isCheckout && job === "container" && step === undefined);
        it(`${isCheckout ? "a checkout" : "a task"}, job on ${job}, step on ${step ?? "nothing of its own"}: ${isTranslated ? "translated" : "as it is"}`, () => {
          const variables = new Variables(new SecretMasker());
          variables.set("task.skipTranslatorForCheckout", isCheckout ? "True" : "False");
          const isInside = (step ?? job) === "container";
          const target = { container: isInside ? container : undefined, isOwn: step !== undefined };
          assert.equal(translatorFor(variables, target)("/agent/w"), isTranslated ? "/w" : "/agent/w");
        });
      }
    }
  }
});

describe("agent: steps in containers", () => {
  let containersFolder = "";
  before(async () => {
    containersFolder = await mkdtemp(path.join(tmpdir(), "agent-containers-"));
  });
  after(() => rm(containersFolder, { recursive: true, force: true }));

  const resources =
    "resources:\n  containers:\n  - { container: build, image: debian, env: { LANG: C } }\n  - { container: other, image: debian }\n";
  const show: TestTask = {
    name: "Show",
    manifest: {
      id: "44444444-4444-4444-8444-444444444444",
      inputs: [{ name: "folder", type: "filePath", label: "f" }],
    },
    files: { "main.js": printEnvironment },
  };
  const say = (...lines: readonly string[]): TestTask => ({
    name: "Say",
    files: { "main.js": printLines(...lines) },
  });
  const set = (name: string, value: string): string => `##vso[task.setvariable variable=${name}]${value}`;

  async function run(yaml: string, tasks: readonly TestTask[] = [], options: BenchOptions = {}) {
    const record = await runYaml(resources + yaml, { tasks: [...tasks, show], containersFolder, ...options });
    const root = record.jobs[0]?.workFolder.replace(/\/_work$/, "") ?? "";
    const shown = (title: string): Record<string, string> =>
      Object.fromEntries(
        Object.entries(environmentOf(stepOf(record, title))).map(([name, value]) => [
          name,
          value.replaceAll(containersFolder, "C").replaceAll(root, "HOST"),
        ]),
      );
    return { record, shown };
  }

  it("a step of the job's container has its paths, its environment and nothing of the agent's", async () => {
    const { shown } = await run(
      "container: build\nsteps:\n- checkout: none\n- task: Show@1\n  inputs: { folder: sub }\n",
      [],
      { environment: { PATH: "/agent/path", AGENT_ONLY: "1", HOME: "/home/agent" } },
    );
    const env = shown("Show");
    assert.equal(env["AGENT_TEMPDIRECTORY"], "C/build/__w/_temp");
    assert.equal(env["AGENT_WORKFOLDER"], "C/build/__w");
    assert.equal(env["AGENT_TOOLSDIRECTORY"], "C/build/__t");
    assert.equal(env["AGENT_HOMEDIRECTORY"], "C/build/__a");
    assert.equal(env["SYSTEM_DEFAULTWORKINGDIRECTORY"], "C/build/__w/1/s");
    assert.equal(env["INPUT_FOLDER"], "C/build/__w/1/s/sub");
    assert.deepEqual([env["HOME"], env["LANG"], env["AGENT_ONLY"]], ["C/build/home", "C", undefined]);
    assert.match(env["AGENT_CONTAINERID"] ?? "", /^[0-9a-f]{64}$/);
    assert.deepEqual(Object.keys(JSON.parse(env["AGENT_CONTAINERMAPPING"] ?? "") as object), ["build"]);
  });

  it("a job without containers knows of none", async () => {
    const { shown } = await run("steps:\n- checkout: none\n- task: Show@1\n");
    assert.equal(shown("Show")["AGENT_CONTAINERID"], undefined);
    assert.equal(shown("Show")["AGENT_CONTAINERMAPPING"], undefined);
  });

  const values = {
    BEGINS: "$PWD_TEMP/a",
    MIDDLE: "-Dx=$PWD_TEMP/a",
    LIST: "$PWD_TEMP/a:$PWD_TEMP/b",
    MACRO: "-Dx=$(Agent.TempDirectory)/a:$(Agent.TempDirectory)/b",
  };
  /** A task that sets the values as it sees the temp folder itself. */
  const setter: TestTask = {
    name: "Say",
    files: {
      "main.js": `for (const [name, value] of Object.entries(${JSON.stringify(values)}))
        console.log("##vso[task.setvariable variable=" + name + "]" + value.replaceAll("$PWD_TEMP", process.env.AGENT_TEMPDIRECTORY));`,
    },
  };
  const pick = (env: Record<string, string>): Record<string, string | undefined> =>
    Object.fromEntries(Object.keys(values).map((name) => [name, env[name]]));

  const ways: [string, string, string, Record<string, string>][] = [
    [
      "from the host to a container only the beginning is translated, and a macro anywhere",
      "host",
      "build",
      {
        BEGINS: "C/build/__w/_temp/a",
        MIDDLE: "-Dx=HOST/_work/_temp/a",
        LIST: "C/build/__w/_temp/a:HOST/_work/_temp/b",
        MACRO: "-Dx=C/build/__w/_temp/a:C/build/__w/_temp/b",
      },
    ],
    [
      "from a container to the host nothing is, but for a macro",
      "build",
      "host",
      {
        BEGINS: "C/build/__w/_temp/a",
        MIDDLE: "-Dx=C/build/__w/_temp/a",
        LIST: "C/build/__w/_temp/a:C/build/__w/_temp/b",
        MACRO: "-Dx=HOST/_work/_temp/a:HOST/_work/_temp/b",
      },
    ],
    [
      "in one container all is right",
      "build",
      "build",
      {
        BEGINS: "C/build/__w/_temp/a",
        MIDDLE: "-Dx=C/build/__w/_temp/a",
        LIST: "C/build/__w/_temp/a:C/build/__w/_temp/b",
        MACRO: "-Dx=C/build/__w/_temp/a:C/build/__w/_temp/b",
      },
    ],
  ];
  for (const [title, from, to, expected] of ways) {
    it(`${title} (AW/Variables.cs:61-79, 481-633)`, async () => {
      const steps = `- task: Say@1\n  target: ${from}\n- task: Show@1\n  target: ${to}\n`;
      const { shown } = await run(`steps:\n- checkout: none\n${steps}`, [setter]);
      assert.deepEqual(pick(shown("Show")), expected);
    });
  }

  it("a step's own target host is the host, in a job with a container", async () => {
    const yaml = "container: build\nsteps:\n- checkout: none\n- task: Show@1\n  target: host\n";
    assert.equal((await run(yaml)).shown("Show")["AGENT_TEMPDIRECTORY"], "HOST/_work/_temp");
  });

  it("right after a checkout, what a macro stands for is the host's (AW/StepsRunner.cs, AW/TaskRunner.cs:103)", async () => {
    const yaml =
      "container: build\nsteps:\n- task: Say@1\n- checkout: self\n- task: Show@1\n- task: Show@1\n  displayName: Again\n";
    const { shown } = await run(yaml, [say(set("A", "-Dx=$(Agent.TempDirectory)/a"))]);
    assert.equal(shown("Show")["A"], "-Dx=HOST/_work/_temp/a");
    assert.equal(shown("Again")["A"], "-Dx=C/build/__w/_temp/a");
  });

  it("secrets, conditions, macros of scripts and PATH are read the same way (Handler.cs:269-304)", async () => {
    const yaml = `container: build
steps:
- checkout: none
- task: Say@1
  target: host
- script: echo "$(A) [$PATH]"
  condition: endsWith(variables['Agent.WorkFolder'], '/build/__w')
- task: Show@1
`;
    const work = "$(Agent.WorkFolder)";
    const lines = [
      `##vso[task.setvariable variable=S;issecret=true]-s ${work}/x`,
      set("A", "$(Agent.BuildDirectory)"),
    ];
    const prepend: TestTask = {
      name: "Say",
      files: {
        "main.js": `${printLines(...lines)}\nconsole.log("##vso[task.prependpath]" + process.env.AGENT_TOOLSDIRECTORY);`,
      },
    };
    const { record, shown } = await run(yaml, [prepend]);
    const script = stepOf(record, "CmdLine");
    const printed = script.raw.map((line) => line.replaceAll(containersFolder, "C")).join("\n");
    assert.match(printed, /^C\/build\/__w\/1 \[C\/build\/__t:/m);
    assert.equal(shown("Show")["SECRET_S"], "-s C/build/__w/x");
  });

  it("a file that a task in a container uploads is found on the host (AW/ExecutionContext.cs, TranslateToHostPath)", async () => {
    const upload: TestTask = {
      name: "Say",
      files: {
        "main.js": `const file = process.env.AGENT_TEMPDIRECTORY + "/s.md";
          require("node:fs").writeFileSync(file, "x"); console.log("##vso[task.uploadsummary]" + file);`,
      },
    };
    const { record } = await run("container: build\nsteps:\n- checkout: none\n- task: Say@1\n", [upload]);
    const [recorded] = stepOf(record, "Say").recorded;
    assert.equal(recorded?.data, path.join(record.jobs[0]?.workFolder ?? "", "_temp/s.md"));
  });

  it("needs a folder for containers that is not the agent's own", async () => {
    const yaml = `${resources}container: build\nsteps:\n- script: echo\n`;
    const inside = path.join(containersFolder, "agent");
    const own = { workFolder: path.join(inside, "_work"), containersFolder: path.join(inside, "c") };
    for (const options of [{}, own]) {
      await assert.rejects(runYaml(yaml, options), /give the run a folder for containers that is not in /);
    }
  });

  const wrong: [string, string, RegExp][] = [
    [
      "a job's container that is not there",
      "container: nope\nsteps:\n- script: echo\n",
      /no container 'nope'/,
    ],
    [
      "a step's",
      "steps:\n- script: echo\n  target: nope\n",
      /no container 'nope'.*expected host, build, other/,
    ],
    ["an image as such", "container: { image: debian }\nsteps:\n- script: echo\n", /must be a text/],
  ];
  for (const [title, yaml, message] of wrong) {
    it(`refuses ${title}`, async () => {
      await assert.rejects(run(yaml), message);
    });
  }
});
