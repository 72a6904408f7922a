import assert from "node:assert/strict";
import { join } from "node:path";
import { discoverUpstreams } from "../../sandbox/feed/upstream/discover-upstreams";
import { requireClient, type Java, type Maven, type Program } from "../clients/found-clients";
import { Sandbox, type Job, type Outcome } from "./sandbox";
import { assertNoToken } from "./token-scan";

interface Case {
  readonly title: string;
  readonly task: string;
  readonly script: string;
  readonly sources: Job["sources"];
  /** The variables that lead into the step's folder. */
  readonly leading: readonly string[];
  readonly programs: () => readonly string[];
}

const pom = `<project>
  <modelVersion>4.0.0</modelVersion>
  <parent><groupId>com.fabrikam</groupId><artifactId>parent</artifactId><version>1.0.0</version><relativePath/></parent>
  <artifactId>app</artifactId><version>1.0.0</version><packaging>pom</packaging>
  <build><extensions><extension><groupId>com.fabrikam</groupId><artifactId>greeting</artifactId><version>1.0.0</version></extension></extensions></build>
</project>
`;

/**
 * The agent translates a path where a value begins with it, from the host to a container, and not back. So a value that the
 * next step sees may not hold the other side's path anywhere.
 */
describe("a task and its client in different targets", () => {
  let sandbox: Sandbox;
  let uv: Program;
  let cargo: Program;
  let java: Java;
  let maven39: Maven;
  let maven38: Maven;

  before(async function () {
    uv = requireClient(this, "uv");
    cargo = requireClient(this, "cargo");
    java = requireClient(this, "java");
    maven38 = requireClient(this, "maven38");
    maven39 = requireClient(this, "maven39");
    const { maven } = (await discoverUpstreams()).registries;
    assert.ok(maven !== undefined, "mvn did not name the registry that it is set up for");
    sandbox = await Sandbox.open(
      { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") },
      maven,
    );
  });

  after(() => sandbox.close());

  const cases: readonly Case[] = [
    {
      title: "uv",
      task: "AuthenticateUv@1",
      script: "uv sync",
      sources: {
        "pyproject.toml":
          '[project]\nname = "app"\nversion = "1.0.0"\nrequires-python = ">=3.9"\ndependencies = ["fabrikam-greeting"]\n',
      },
      leading: ["XDG_CONFIG_DIRS"],
      programs: () => [uv.path],
    },
    {
      title: "Cargo",
      task: "AuthenticateCargo@1",
      script: "cargo fetch",
      sources: {
        "Cargo.toml":
          '[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n\n[dependencies]\nfabrikam-greeting = "1"\n',
        "src/lib.rs": "",
      },
      leading: ["CARGO_HOME"],
      programs: () => [cargo.path],
    },
    ...(["Maven 3.9", "Maven 3.8"] as const).map((title) => ({
      title,
      task: "AuthenticateMaven@1",
      script: "mvn -B -ntp validate",
      sources: { "pom.xml": pom },
      leading: ["MAVEN_ARGS", "MAVEN_OPTS"],
      programs: () => [(title === "Maven 3.9" ? maven39 : maven38).path, join(java.home, "bin", "java")],
    })),
  ];
  const ways = [
    ["host", "build"],
    ["build", "host"],
    ["build", "other"],
    ["build", "build"],
  ] as const;

  async function run(each: Case, from: string, to: string): Promise<Outcome> {
    const outcome = await sandbox.run({
      steps: `steps:
- task: ${each.task}
  target: ${from}
  inputs: { feeds: Fabrikam Fiber/fiber }
- bash: ${each.leading.map((name) => `echo "${name}=$${name}"`).join("; ")}
  displayName: Look
  target: ${to}
- bash: ${each.script}
  displayName: Restore
  target: ${to}
- bash: 'if [ -d "$CARGO_HOME" ]; then find "$CARGO_HOME" -type l; fi'
  displayName: Links
  target: ${to}
`,
      sources: each.sources,
      home: { ".cargo/registry/kept": "kept" },
      handler: "Node24",
      programs: each.programs(),
      environment: { JAVA_HOME: java.home },
      containers: ["build", "other"],
    });
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assertNoToken(outcome, sandbox.tokens.job);
    return outcome;
  }

  const rawOf = (outcome: Outcome, name: string): readonly string[] =>
    outcome.jobs[0]?.steps.find(({ displayName }) => displayName === name)?.raw ?? assert.fail(outcome.log);

  for (const each of cases) {
    for (const [from, to] of ways) {
      it(`${each.title}: the task in ${from}, the client in ${to}`, async () => {
        const outcome = await run(each, from, to);
        const own = to === "host" ? join(outcome.folder, "work") : join(outcome.containers, to, "__w");
        for (const [index, name] of each.leading.entries()) {
          const line = rawOf(outcome, "Look")[index] ?? "";
          const paths = line.replace(/-D(?:user\.home|javax\.net\S*)=\S*/g, "").replaceAll(own, "OWN");
          assert.ok(line.startsWith(`${name}=`) && paths.includes("OWN/_temp/feedpass/"), line);
          assert.ok(!paths.includes(outcome.folder) && !paths.includes(outcome.containers), line);
        }
      });
    }
  }

  it("Cargo's home has no links out of the host where steps may run in containers, and the log says so", async () => {
    const [, cargoCase] = cases;
    assert.ok(cargoCase !== undefined);
    const outcome = await run(cargoCase, "host", "build");
    assert.deepEqual(rawOf(outcome, "Links"), []);
    assert.match(outcome.log, /Cargo's caches of this machine's user are not used/);
  });
});
