import assert from "node:assert/strict";
import { requireClient } from "../clients/found-clients";
import { Sandbox, type Job, type Outcome } from "./sandbox";
import { assertNoToken } from "./token-scan";

const fiber = "https://pkgs.dev.azure.com/fabrikam/_packaging/fiber";

type Case = readonly [
  title: string,
  task: "AuthenticateUv" | "AuthenticateCargo" | "AuthenticateMaven",
  job: Partial<Job> & { readonly inputs?: Readonly<Record<string, string>> },
  message: RegExp,
];

const pyproject = (text: string): Partial<Job> => ({ sources: { "pyproject.toml": text } });
const configToml = (text: string): Partial<Job> => ({ sources: { ".cargo/config.toml": text } });
const pom = (text: string): Partial<Job> => ({ sources: { "pom.xml": text } });
const index = (name: string, url: string): string => `[[tool.uv.index]]\nname = "${name}"\nurl = "${url}"\n`;

const cases: readonly Case[] = [
  [
    "no project at all",
    "AuthenticateUv",
    {},
    /No index of a feed of fabrikam was found\. Looked for pyproject\.toml and uv\.toml in .*read no file.*name it in the input feeds/s,
  ],
  [
    "no project at all",
    "AuthenticateCargo",
    {},
    /No registry at a feed of fabrikam was found\. Looked for \.cargo\/config\.toml in/,
  ],
  [
    "no project at all",
    "AuthenticateMaven",
    {},
    // A Maven of the machine has settings of its own, which are looked at.
    /No repository at a feed of fabrikam was found\. Looked for pom\.xml in .*and settings\.xml; read (?:no file|\S*settings\.xml)[.;]/,
  ],
  [
    "malformed TOML",
    "AuthenticateUv",
    pyproject('[project]\nname = "app\n'),
    /pyproject\.toml:2:\d+: not valid TOML/,
  ],
  ["malformed TOML", "AuthenticateCargo", configToml("[registries\n"), /config\.toml:1:\d+: not valid TOML/],
  [
    "malformed XML",
    "AuthenticateMaven",
    pom("<project>\n<modules>\n</project>"),
    /pom\.xml:3:\d+: not well-formed XML/,
  ],
  [
    "a feed of another organization, in the project",
    "AuthenticateUv",
    pyproject(index("other", "https://pkgs.dev.azure.com/contoso/_packaging/parts/pypi/simple/")),
    /pyproject\.toml:3\) is another organization than the job's own \(fabrikam\)/,
  ],
  [
    "a feed of another organization, as an input",
    "AuthenticateCargo",
    { inputs: { feeds: "https://pkgs.dev.azure.com/contoso/_packaging/parts/Cargo/index/" } },
    /cannot have the job's token: it is another organization/,
  ],
  [
    "an http: address on Services",
    "AuthenticateMaven",
    { inputs: { feeds: fiber.replace("https:", "http:") } },
    /http:, and Azure DevOps Services is only reached by https:/,
  ],
  [
    "two indexes that claim one name, where names alone have credentials",
    "AuthenticateUv",
    {
      ...pyproject(
        `${index("my-feed", `${fiber}/pypi/simple/`)}${index("my_feed", "https://packages.example/simple/")}`,
      ),
      environment: { UV_NO_CONFIG: "1" },
    },
    /Two indexes claim one name: my-feed \(.*pyproject\.toml:3\) and my_feed \(.*pyproject\.toml:6\) both read UV_INDEX_MY_FEED_PASSWORD/,
  ],
  [
    "a feed that is none",
    "AuthenticateUv",
    { inputs: { feeds: "a/b/c" } },
    /Input feeds: "a\/b\/c" is not a feed/,
  ],
  [
    "a working directory that is none",
    "AuthenticateUv",
    { inputs: { workingDirectory: "nowhere" } },
    /Input workingDirectory: .*nowhere is not a folder/,
  ],
  [
    "an empty token",
    "AuthenticateUv",
    { token: "", inputs: { feeds: "fiber" } },
    /The job has no access token/,
  ],
  [
    "a token with a line break",
    "AuthenticateCargo",
    { token: "one\ntwo", inputs: { feeds: "fiber" } },
    /holds a line break, a space or a control character/,
  ],
];

describe("bad input", () => {
  let sandbox: Sandbox;

  before(async function () {
    sandbox = await Sandbox.open({
      node20: requireClient(this, "node20"),
      node24: requireClient(this, "node24"),
    });
  });

  after(() => sandbox.close());

  async function run(task: string, job: Case[2]): Promise<Outcome> {
    const inputs = Object.entries(job.inputs ?? {}).map(
      ([name, value]) => `    ${name}: ${JSON.stringify(value)}\n`,
    );
    return sandbox.run({
      steps: `steps:\n- task: ${task}@1\n${inputs.length === 0 ? "" : `  inputs:\n${inputs.join("")}`}`,
      sources: {},
      handler: "Node24",
      programs: [],
      ...job,
    });
  }

  for (const [title, task, job, message] of cases) {
    it(`${task}: ${title} is a failure of its own that sets nothing`, async () => {
      const outcome = await run(task, job);
      assert.equal(outcome.result, "Failed");
      const [step] =
        outcome.jobs[0]?.steps.filter((record) => record.stage === "main" && record.issues.length > 0) ?? [];
      assert.match(step?.issues.map((issue) => issue.message).join("\n") ?? "", message);
      const names = [...(outcome.jobs[0]?.variables.keys() ?? [])];
      assert.deepEqual(
        names.filter((name) => /^(UV_|XDG_|CARGO_|MAVEN_|FEEDPASS_)/i.test(name)),
        [],
      );
    });
  }

  it("lets no text of a repository act as a logging command", async () => {
    const evil = "##vso[task.setvariable variable=pwned]yes";
    const outcome = await run("AuthenticateUv", {
      ...pyproject(
        `[[tool.uv.index]]\nname = "${evil}"\nurl = "${fiber}/pypi/simple/"\n\n[[tool.uv.index]]\nname = "x"\nurl = "https://packages.example/${evil}/"\n`,
      ),
    });
    const variables = outcome.jobs[0]?.variables;
    assert.equal(variables?.get("pwned"), undefined);
    assert.match(outcome.log, /##_vso\[task\.setvariable/);
    assertNoToken(outcome, sandbox.tokens.job);
  });
});
