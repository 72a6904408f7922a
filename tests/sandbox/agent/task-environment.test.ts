import assert from "node:assert/strict";
import { environmentOf, printEnvironment, runYaml, stepOf, token } from "./agent-bench";
import type { BenchOptions } from "./agent-bench";

const connection = {
  id: "AAAAAAAA-aaaa-4aaa-8aaa-AAAAAAAAAAAA",
  name: "Partner feed",
  type: "externalfeed",
  url: "https://partner.example",
  scheme: "UsernamePassword",
  parameters: { username: "u", password: "p4ss" },
  data: { "feed.kind": "private $(flavour)" },
};

const inputs = [
  { name: "feeds", type: "string", label: "f", aliases: ["feed"], defaultValue: " spaced " },
  { name: "folder", type: "filePath", label: "w" },
  { name: "service", type: "connectedService:externalfeed", label: "s" },
  { name: "nothing", type: "string", label: "n" },
];

const bench: BenchOptions = {
  tasks: [{ name: "Print", manifest: { inputs }, files: { "main.js": printEnvironment } }],
  serviceConnections: [connection],
  variables: { flavour: "vanilla", pat: { value: "s3cret", isSecret: true }, "my var.x": "1" },
};

async function runTask(step: string, options: BenchOptions = {}): Promise<Record<string, string>> {
  const record = await runYaml(`steps:\n- checkout: none\n- task: Print@1\n${step}`, {
    ...bench,
    ...options,
  });
  return environmentOf(stepOf(record, "Print"));
}

describe("agent: environment of a task", () => {
  it("has every public variable, and the lists of names (Handler.cs:190-231)", async () => {
    const env = await runTask("");
    assert.equal(env["FLAVOUR"], "vanilla");
    assert.equal(env["MY_VAR_X"], "1");
    assert.equal(env["AGENT_JOBSTATUS"], "Succeeded");
    assert.equal(env["agent.jobstatus"], "Succeeded");
    assert.equal(env["TF_BUILD"], "True");
    const names = JSON.parse(env["VSTS_PUBLIC_VARIABLES"] ?? "") as string[];
    assert.ok(names.includes("my var.x") && !names.includes("pat"));
    const secrets = JSON.parse(env["VSTS_SECRET_VARIABLES"] ?? "") as string[];
    assert.deepEqual(secrets.sort(), ["pat", "system.accessToken"]);
  });

  it("has secrets under SECRET_ only", async () => {
    const env = await runTask("");
    assert.equal(env["SECRET_PAT"], "s3cret");
    assert.equal(env["PAT"], undefined);
    assert.equal(env["SECRET_SYSTEM_ACCESSTOKEN"], token);
    assert.equal(env["SYSTEM_ACCESSTOKEN"], undefined);
  });

  it("has the token in public when System.EnableAccessToken is true (JobRunner.cs:63-68)", async () => {
    const env = await runTask("", { variables: { "System.EnableAccessToken": "True" } });
    assert.equal(env["SYSTEM_ACCESSTOKEN"], token);
    assert.equal(env["SECRET_SYSTEM_ACCESSTOKEN"], undefined);
  });

  it("has the system connection without data (Handler.cs:86-138)", async () => {
    const env = await runTask("");
    assert.equal(env["ENDPOINT_URL_SYSTEMVSSCONNECTION"], "https://dev.azure.com/fabrikam/");
    assert.equal(env["ENDPOINT_AUTH_SCHEME_SYSTEMVSSCONNECTION"], "OAuth");
    assert.equal(env["ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN"], token);
    const authorization = `{"parameters":{"AccessToken":"${token}"},"scheme":"OAuth"}`;
    assert.equal(env["ENDPOINT_AUTH_SYSTEMVSSCONNECTION"], authorization);
    assert.deepEqual(
      Object.keys(env).filter((name) => name.startsWith("ENDPOINT_DATA_")),
      [],
    );
  });

  const configured: readonly (readonly ["OnPremises" | "Hosted", string])[] = [
    ["OnPremises", "https://tfsserver.mycompany.example:9090/tfs/Main/"],
    ["Hosted", "http://tfsserver:8080/tfs/Main/"],
  ];
  for (const [serverType, rewritten] of configured)
    it(`has the address that the agent was configured with, ${serverType} (JobRunner.cs:52-60, 669-735)`, async () => {
      const url = "http://tfsserver:8080/tfs/Main/";
      const env = await runTask("  inputs: { service: partner FEED }\n", {
        server: {
          ...{
            collectionUri: url,
            serverType,
            accessToken: token,
            project: "Web",
            projectId: "p",
            collectionId: "c",
          },
          configuredOrigin: "https://tfsserver.mycompany.example:9090",
        },
        serviceConnections: [{ ...connection, url: "http://TFSSERVER:8080/tfs/Main/x?y=z" }],
      });
      assert.equal(env["SYSTEM_COLLECTIONURI"], url);
      for (const name of [
        "SYSTEM_TEAMFOUNDATIONCOLLECTIONURI",
        "SYSTEM_TEAMFOUNDATIONSERVERURI",
        "SYSTEM_TASKDEFINITIONSURI",
        "ENDPOINT_URL_SYSTEMVSSCONNECTION",
      ])
        assert.equal(env[name], rewritten, name);
      const key = `ENDPOINT_URL_${connection.id.toLowerCase()}`;
      assert.equal(env[key], `${rewritten}x?y=z`);
    });

  it("has a service connection that an input names, by its GUID (TaskRunner.cs:299-352)", async () => {
    const env = await runTask("  inputs: { service: partner FEED }\n");
    const key = connection.id.toLowerCase();
    assert.equal(env["INPUT_SERVICE"]?.toLowerCase(), key);
    assert.equal(env[`ENDPOINT_URL_${key}`], "https://partner.example/");
    assert.equal(env[`ENDPOINT_AUTH_PARAMETER_${key}_PASSWORD`], "p4ss");
    assert.equal(env[`ENDPOINT_DATA_${key}_FEED_KIND`], "private vanilla");
    assert.equal(env[`ENDPOINT_DATA_${key}`], '{"feed.kind":"private vanilla"}');
  });

  it("does not have a service connection that no input names", async () => {
    const names = Object.keys(await runTask(""));
    assert.ok(!names.some((name) => name.includes(connection.id.toLowerCase())));
  });

  const inputCases: [string, string, string, string | RegExp][] = [
    ["trims defaults", "", "INPUT_FEEDS", "spaced"],
    ["trims values", "  inputs: { feeds: '  a  ' }\n", "INPUT_FEEDS", "a"],
    ["knows aliases", "  inputs: { FEED: a }\n", "INPUT_FEEDS", "a"],
    ["passes declared inputs without a value", "", "INPUT_NOTHING", ""],
    [
      "expands variables, secrets too",
      "  inputs: { feeds: $(flavour)-$(pat)-$(x) }\n",
      "INPUT_FEEDS",
      "vanilla-s3cret-$(x)",
    ],
    [
      "expands the agent's environment",
      "  inputs: { feeds: $(AGENT_SPECIAL) }\n",
      "INPUT_FEEDS",
      "from agent",
    ],
    ["is case-sensitive there", "  inputs: { feeds: $(agent_special) }\n", "INPUT_FEEDS", "$(agent_special)"],
    ["roots a filePath", "  inputs: { folder: sub/../x }\n", "INPUT_FOLDER", /\/_work\/1\/s\/x$/],
    ["makes an empty filePath the repository", "", "INPUT_FOLDER", /\/_work\/1\/s$/],
    ["keeps a rooted filePath", "  inputs: { folder: /a/../b }\n", "INPUT_FOLDER", "/b"],
  ];
  for (const [title, step, name, expected] of inputCases) {
    it(`${title} (TaskRunner.cs:223-275)`, async () => {
      const environment = { PATH: process.env["PATH"] ?? "", AGENT_SPECIAL: "from agent" };
      const value = (await runTask(step, { environment }))[name] ?? assert.fail(`no ${name}`);
      if (typeof expected === "string") {
        assert.equal(value, expected);
      } else {
        assert.match(value, expected);
      }
    });
  }

  it("inherits the agent's environment and nothing else", async () => {
    process.env["AGENT_BENCH_LEAK"] = "1";
    try {
      const env = await runTask("", { environment: { PATH: "/agent/path", ONLY: "here" } });
      assert.equal(env["ONLY"], "here");
      assert.equal(env["PATH"], "/agent/path");
      assert.equal(env["AGENT_BENCH_LEAK"], undefined);
    } finally {
      delete process.env["AGENT_BENCH_LEAK"];
    }
  });

  it("expands a step's env, trimmed, but a public variable of that name wins (TaskRunner.cs:277-293)", async () => {
    const env = await runTask("  env: { MINE: ' $(pat) ', FLAVOUR: lost }\n");
    assert.equal(env["MINE"], "s3cret");
    assert.equal(env["FLAVOUR"], "vanilla");
  });

  const orders: [NonNullable<BenchOptions["environmentOrder"]>, string][] = [
    ["variables-first", "from input"],
    ["inputs-first", "from variable"],
  ];
  for (const [environmentOrder, expected] of orders) {
    it(`${environmentOrder}: a variable named INPUT_FEEDS gives "${expected}" (NodeHandler.cs:183-189)`, async () => {
      const variables = { INPUT_FEEDS: "from variable" };
      const env = await runTask("  inputs: { feeds: from input }\n", { variables, environmentOrder });
      assert.equal(env["INPUT_FEEDS"], expected);
    });
  }

  it("has the proxy's variables and hides the agent's own (ExecutionContext.cs:668-694)", async () => {
    const env = await runTask("", {
      proxy: {
        url: "http://proxy.example:8080/",
        username: "me",
        password: "pr0xy",
        bypass: ["feed\\.example"],
      },
      environment: { PATH: "/bin", VSTS_HTTP_PROXY: "http://x", HTTPS_PROXY: "http://y" },
    });
    assert.equal(env["AGENT_PROXYURL"], "http://proxy.example:8080/");
    assert.equal(env["AGENT_PROXYUSERNAME"], "me");
    assert.equal(env["SECRET_AGENT_PROXYPASSWORD"], "pr0xy");
    assert.equal(env["AGENT_PROXYBYPASSLIST"], '["feed\\\\.example"]');
    assert.equal(env["VSTS_HTTP_PROXY"], undefined);
    assert.equal(env["HTTPS_PROXY"], "http://y");
  });

  it("has the variables of the task while it runs (TaskRunner.cs:103-112)", async () => {
    const env = await runTask("  name: one\n  displayName: Print\n");
    assert.equal(env["TASK_DISPLAYNAME"], "Print");
    assert.equal(env["TASK_PUBLISHTELEMETRY"], "False");
    assert.equal(env["SYSTEM_TASKINSTANCENAME"], "one");
    assert.equal(env["TASK_SKIPTRANSLATORFORCHECKOUT"], "False");
  });

  it("leaves a variable with a blank name out (AW/Variables.cs:89-106)", async () => {
    const env = await runTask("", { variables: { " ": "nameless", kept: "1" } });
    const names: unknown = JSON.parse(env["VSTS_PUBLIC_VARIABLES"] ?? "");
    assert.ok(Array.isArray(names) && names.includes("kept") && !names.includes(" "));
    assert.equal(env["_"], undefined);
  });

  const agentVariables: [string, RegExp][] = [
    ["AGENT_TEMPDIRECTORY", /\/_work\/_temp$/],
    ["AGENT_BUILDDIRECTORY", /\/_work\/1$/],
    ["PIPELINE_WORKSPACE", /\/_work\/1$/],
    ["SYSTEM_DEFAULTWORKINGDIRECTORY", /\/_work\/1\/s$/],
    ["BUILD_ARTIFACTSTAGINGDIRECTORY", /\/_work\/1\/a$/],
    ["SYSTEM_TEAMFOUNDATIONSERVERURI", /^https:\/\/dev\.azure\.com\/fabrikam\/$/],
    ["SYSTEM_COLLECTIONURI", /^https:\/\/dev\.azure\.com\/fabrikam\/$/],
    ["SYSTEM_SERVERTYPE", /^Hosted$/],
    ["SYSTEM_TEAMPROJECT", /^Web$/],
    ["SYSTEM_ENABLEACCESSTOKEN", /^SecretVariable$/],
    ["VSTS_PROCESS_LOOKUP_ID", /^vsts_[0-9a-f-]{36}$/],
    ["GIT_TERMINAL_PROMPT", /^0$/],
  ];
  it("has the variables that agent and service set (JobRunner.cs:186-235, L1TestBase.cs:428-677)", async () => {
    const env = await runTask("");
    for (const [name, pattern] of agentVariables) {
      assert.match(env[name] ?? `${name} is missing`, pattern);
    }
  });
});
