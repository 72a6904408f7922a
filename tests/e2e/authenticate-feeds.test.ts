import assert from "node:assert/strict";
import { join } from "node:path";
import { discoverUpstreams } from "../../sandbox/feed/upstream/discover-upstreams";
import { requireClient, type Java, type Maven, type Program } from "../clients/found-clients";
import { handlers, Sandbox, type Face, type Job, type Outcome } from "./sandbox";
import { assertNoToken, scanStep } from "./token-scan";

const task = "- task: AuthenticateFeeds@1\n";

/** Each client's restore in its folder: of a package that only the feed has, and of one that only its upstream has. */
const restores = `- script: uv sync && uv run --no-sync python -c "import fabrikam_greeting, upstream_basics; print('imported', upstream_basics.ONE)"
  workingDirectory: services/api
  continueOnError: true
- script: cargo check && echo "checked"
  workingDirectory: tools/cli
  continueOnError: true
- script: mvn -B -ntp install && echo "installed"
  workingDirectory: lib
  continueOnError: true
`;

/** The three projects in folders of one repository; `named` is each client's configuration of its feed. */
function repository(named: Record<"uv" | "cargo" | "maven", string>): Job["sources"] {
  return {
    "services/api/pyproject.toml": `[project]
name = "api"
version = "1.0.0"
requires-python = ">=3.9"
dependencies = ["fabrikam-greeting", "upstream-basics"]

[tool.uv]
package = false
${named.uv}`,
    "tools/cli/Cargo.toml": `[package]
name = "cli"
version = "1.0.0"
edition = "2021"

[dependencies]
fabrikam-greeting = { version = "1", registry = "fiber" }
upstream-basics = "2"
`,
    "tools/cli/src/lib.rs": "pub use upstream_basics::ONE;\n",
    "tools/cli/.cargo/config.toml": named.cargo,
    "lib/pom.xml": `<project>
  <modelVersion>4.0.0</modelVersion>
  <parent><groupId>com.fabrikam</groupId><artifactId>parent</artifactId><version>1.0.0</version><relativePath/></parent>
  <artifactId>lib</artifactId><version>1.0.0</version><packaging>pom</packaging>
  ${named.maven}
</project>
`,
  };
}

describe("authenticate-feeds, with the real uv, Cargo and Maven", () => {
  let sandbox: Sandbox;
  let uv: Program;
  let cargo: Program;
  let maven: Maven;
  let java: Java;

  before(async function () {
    uv = requireClient(this, "uv");
    cargo = requireClient(this, "cargo");
    maven = requireClient(this, "maven39");
    java = requireClient(this, "java");
    const { maven: registry } = (await discoverUpstreams()).registries;
    assert.ok(registry !== undefined, "mvn did not name the registry that it is set up for");
    sandbox = await Sandbox.open(
      { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") },
      registry,
    );
  });

  after(() => sandbox.close());

  const feed = (face: Face, path: string): string =>
    sandbox.address(face, `Fabrikam%20Fiber/_packaging/fiber/${path}`);
  const ownConfiguration = (face: Face): Record<"uv" | "cargo" | "maven", string> => ({
    uv: `[[tool.uv.index]]\nname = "fiber"\nurl = "${feed(face, "pypi/simple/")}"\ndefault = true\n`,
    cargo: `[registries]\nfiber = { index = "sparse+${feed(face, "Cargo/index/")}" }\n\n[source.crates-io]\nreplace-with = "fiber"\n`,
    maven: ["repositories/repository", "pluginRepositories/pluginRepository"]
      .map((path) => path.split("/"))
      .map(
        ([list, item]) =>
          `<${list}><${item}><id>central</id><url>${feed(face, "maven/v1")}</url></${item}></${list}>`,
      )
      .join("\n  "),
  });
  const run = (job: Omit<Job, "programs">): Promise<Outcome> =>
    sandbox.run({
      ...job,
      programs: [uv.path, cargo.path, maven.path, join(java.home, "bin", "java")],
      environment: { JAVA_HOME: java.home, ...job.environment },
    });
  const assertRestored = (outcome: Outcome): void => {
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.match(outcome.log, /imported 1/);
    assert.match(outcome.log, /^.*\bchecked$/m);
    assert.match(outcome.log, /^.*\binstalled$/m);
    const withToken = outcome.requests.filter((request) => request.auth !== "none");
    assert.deepEqual([...new Set(withToken.map(({ protocol }) => protocol))].sort(), [
      "cargo",
      "maven",
      "pypi",
    ]);
    const blobs = outcome.requests.filter((request) => request.protocol === "blob");
    assert.ok(blobs.length > 0 && blobs.every((request) => request.auth === "none"));
    assertNoToken(outcome, sandbox.tokens.job);
  };

  it("each client fails with 401 without the task", async () => {
    const outcome = await run({
      steps: `steps:\n${restores}`,
      sources: repository(ownConfiguration("services")),
      handler: "Node24",
      home: { ".m2/settings.xml": sandbox.mavenProxySettings() },
      environment: { CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS: "cargo:token" },
    });
    assert.equal(outcome.result, "SucceededWithIssues", outcome.log);
    const refused = outcome.requests.filter((request) => request.status === 401);
    assert.deepEqual([...new Set(refused.map(({ protocol }) => protocol))].sort(), [
      "cargo",
      "maven",
      "pypi",
    ]);
    assert.doesNotMatch(outcome.log, /imported 1|^.*\bchecked$|^.*\binstalled$/m);
  });

  for (const [face, title, handler] of [
    ["services", ...handlers[0]],
    ["services", ...handlers[1]],
    ["server", ...handlers[1]],
  ] as const) {
    it(`gives every client of the repository its credentials, by its own configuration (${face}, ${title})`, async () => {
      const outcome = await run({
        steps: `steps:\n${task}${restores}${scanStep}`,
        sources: repository(ownConfiguration(face)),
        handler,
        face,
      });
      assertRestored(outcome);
      assert.match(outcome.log, /no file holds the token/);
      for (const line of ["uv in services/api: 1", "cargo in tools/cli: 1", "maven in lib: 1"])
        assert.ok(outcome.log.includes(`##[group]${line} authenticated`), line);
    });
  }

  it("gives feeds by name to every client, in the place of its public registry", async () => {
    const outcome = await run({
      steps: `steps:\n- task: AuthenticateFeeds@1\n  inputs:\n    feeds: Fabrikam Fiber/fiber\n${restores}${scanStep}`,
      sources: repository({ uv: "", cargo: "", maven: "" }),
      handler: "Node20_1",
    });
    assertRestored(outcome);
  });

  it("serves projects of one client in several folders, each with feeds of its own", async () => {
    const project = (name: string, path: string, dependency: string): string =>
      `[project]\nname = "${name}"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = ["${dependency}"]\n\n[tool.uv]\npackage = false\n\n[[tool.uv.index]]\nname = "${name}"\nurl = "${sandbox.address("services", path)}"\ndefault = true\n`;
    const outcome = await run({
      steps: `steps:\n${task}- script: uv sync\n  workingDirectory: one\n- script: uv sync\n  workingDirectory: two\n`,
      sources: {
        "one/pyproject.toml": project(
          "one",
          "Fabrikam%20Fiber/_packaging/fiber/pypi/simple/",
          "fabrikam-greeting",
        ),
        "two/pyproject.toml": project("two", "_packaging/shared/pypi/simple/", "shared-greeting"),
      },
      handler: "Node24",
    });
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.match(outcome.log, /##\[group\]uv in one, two: 2 authenticated/);
    assertNoToken(outcome, sandbox.tokens.job);
  });

  it("skips a client that names no feed of the organization, and says so", async () => {
    const outcome = await run({
      steps: `steps:\n${task}`,
      sources: repository({ ...ownConfiguration("services"), cargo: "", maven: "" }),
      handler: "Node24",
    });
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.match(outcome.log, /##\[group\]uv in services\/api: 1 authenticated/);
    assert.match(outcome.log, /Skipped: cargo in tools\/cli: No registry at a feed of fabrikam was found\./);
    assert.match(outcome.log, /Skipped: maven in lib: No repository at a feed of fabrikam was found\./);
  });

  const refused: readonly (readonly [string, Job["sources"], readonly RegExp[]])[] = [
    [
      "no client names a feed",
      repository({ uv: "", cargo: "", maven: "" }),
      [
        /No project below \S+ names a feed of fabrikam\./,
        /uv in services\/api: No index of a feed of fabrikam was found\./,
        /cargo in tools\/cli: No registry at/,
        /maven in lib: No repository at/,
      ],
    ],
    [
      "there is no project",
      { "readme.txt": "" },
      [
        /No project of uv, poetry, pip, pipenv, pdm, cargo, maven was found below \S+: looked for .*pyproject\.toml.*Cargo\.toml.*pom\.xml/,
      ],
    ],
    [
      "a file of one of them is malformed",
      { ...repository({ uv: "", cargo: "", maven: "" }), "lib/pom.xml": "<project>" },
      [/lib\/pom\.xml:1:\d+: not well-formed XML/],
    ],
  ];
  for (const [title, sources, messages] of refused) {
    it(`fails and sets nothing where ${title}`, async () => {
      const outcome = await run({
        steps: `steps:\n${task}- bash: echo "variables set - $(env | grep -c -e ^UV_INDEX -e ^CARGO_REG -e ^MAVEN_ARGS)"\n  condition: always()\n`,
        sources,
        handler: "Node24",
      });
      assert.equal(outcome.result, "Failed", outcome.log);
      for (const message of messages) assert.match(outcome.log, message);
      assert.match(outcome.log, /variables set - 0$/m);
    });
  }
});
