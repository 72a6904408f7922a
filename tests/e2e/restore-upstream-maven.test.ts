import assert from "node:assert/strict";
import { join } from "node:path";
import { discoverUpstreams } from "../../sandbox/feed/upstream/discover-upstreams";
import { requireClient, type Java, type Maven } from "../clients/found-clients";
import { Machine, type RestoreOutcome } from "./restore-upstream-machine";
import { assertNoToken } from "./token-scan";

function project(packaging: "jar" | "pom"): Readonly<Record<string, string>> {
  const coordinates = "<groupId>com.fabrikam</groupId><artifactId>app</artifactId><version>1.0.0</version>";
  const properties =
    "<maven.compiler.source>1.8</maven.compiler.source><maven.compiler.target>1.8</maven.compiler.target><project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>";
  const dependency = (group: string, artifact: string, version: string, scope: string): string =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version><scope>${scope}</scope></dependency>`;
  return {
    "pom.xml": `<project><modelVersion>4.0.0</modelVersion>${coordinates}<packaging>${packaging}</packaging><properties>${properties}</properties><dependencies>${dependency("commons-io", "commons-io", "2.11.0", "compile")}${dependency("junit", "junit", "4.13.2", "test")}</dependencies></project>`,
    "src/main/java/App.java": "public class App { static int one() { return 1; } }\n",
    "src/test/java/AppTest.java":
      "import org.junit.Test;\npublic class AppTest { @Test public void one() { org.junit.Assert.assertEquals(1, App.one()); } }\n",
  };
}

describe("restore-upstream, with the real Maven", () => {
  let java: Java;
  let here: Machine;
  const mavens = new Map<string, Maven>();

  before(function () {
    java = requireClient(this, "java");
    for (const version of ["maven38", "maven39"] as const) mavens.set(version, requireClient(this, version));
  });

  beforeEach(async function () {
    const clients = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
    const { maven } = (await discoverUpstreams()).registries;
    assert.ok(maven !== undefined, "mvn did not name the registry that it is set up for");
    here = await Machine.open(clients, { maven });
  });

  afterEach(() => here.close());

  const run = (version: string, steps: string, packaging: "jar" | "pom"): Promise<RestoreOutcome> =>
    here.run(
      `steps:\n${steps}`,
      project(packaging),
      [mavens.get(version)?.path ?? "", join(java.home, "bin", "java")],
      { environment: { JAVA_HOME: java.home } },
    );
  const task = (more = ""): string =>
    `- task: RestoreUpstream@1\n  name: restore\n  inputs:\n    feed: Fiber/fiber\n${more}- bash: echo "counts $(restore.savedCount) $(restore.alreadySavedCount) $(restore.failedCount)"\n`;

  for (const version of ["maven38", "maven39"]) {
    it(`has the feed save dependencies and plugins (${version})`, async () => {
      const outcome = await run(version, task(), "pom");
      assert.equal(outcome.result, "Succeeded", outcome.log);
      const saved = new Set(here.saved());
      assert.ok(saved.has("maven commons-io:commons-io 2.11.0"));
      assert.ok(saved.has("maven junit:junit 4.13.2"));
      assert.match(outcome.log, new RegExp(`counts ${saved.size} 0 0`));
      assertNoToken(outcome, here.token);
    });
  }

  it("leaves nothing unsaved that a build needs, with a phase in arguments", async () => {
    const outcome = await run("maven39", task("    arguments: package\n"), "jar");
    assert.equal(outcome.result, "Succeeded", outcome.log);
    const saved = new Set(here.saved());
    const build = await run(
      "maven39",
      "- task: AuthenticateMaven@1\n  inputs:\n    feeds: Fiber/fiber\n- script: mvn -B -ntp package\n",
      "jar",
    );
    assert.equal(build.result, "Succeeded", build.log);
    assert.deepEqual(
      here.saved().filter((file) => !saved.has(file)),
      [],
    );
  });
});
