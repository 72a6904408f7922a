import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { discoverUpstreams } from "../../sandbox/feed/upstream/discover-upstreams";
import { requireClient, type Java, type Maven } from "../clients/found-clients";
import { handlers, Sandbox, type Face, type Job } from "./sandbox";
import { assertNoToken, scanStep } from "./token-scan";

const task = "- task: AuthenticateMaven@1\n";
const faces: readonly Face[] = ["services", "server"];
const versions = ["maven38", "maven39"] as const;
const mvn = "mvn -B -ntp";

/** A jar from the feed is fetched as a build extension, and a pom as the parent: neither needs a plugin. */
function project(repository: string, more = ""): Job["sources"] {
  return {
    "pom.xml": `<project>
  <modelVersion>4.0.0</modelVersion>
  <parent><groupId>com.fabrikam</groupId><artifactId>parent</artifactId><version>1.0.0</version><relativePath/></parent>
  <artifactId>app</artifactId><version>1.0.0</version><packaging>pom</packaging>
  ${repository}
  <build><extensions><extension><groupId>com.fabrikam</groupId><artifactId>greeting</artifactId><version>1.0.0</version></extension></extensions></build>
  ${more}
</project>
`,
  };
}

describe("authenticate-maven, with the real Maven", () => {
  let sandbox: Sandbox;
  let java: Java;
  const mavens = new Map<string, Maven>();

  before(async function () {
    java = requireClient(this, "java");
    for (const version of versions) mavens.set(version, requireClient(this, version));
    const { maven } = (await discoverUpstreams()).registries;
    assert.ok(maven !== undefined, "mvn did not name the registry that it is set up for");
    sandbox = await Sandbox.open(
      { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") },
      maven,
    );
  });

  after(() => sandbox.close());

  const address = (face: Face): string => sandbox.address(face, "Fabrikam%20Fiber/_packaging/fiber/maven/v1");
  const repositories = (face: Face): string =>
    ["repositories/repository", "pluginRepositories/pluginRepository"]
      .map((path) => path.split("/"))
      .map(
        ([list, item]) => `<${list}><${item}><id>fiber</id><url>${address(face)}</url></${item}></${list}>`,
      )
      .join("\n  ");
  const run = (version: string, job: Omit<Job, "programs">): ReturnType<Sandbox["run"]> =>
    sandbox.run({
      ...job,
      programs: [mavens.get(version)?.path ?? "", join(java.home, "bin", "java")],
      environment: { JAVA_HOME: java.home, ...job.environment },
    });

  for (const version of versions) {
    describe(version, () => {
      for (const face of faces) {
        it(`fails with 401 without the task (${face})`, async () => {
          const outcome = await run(version, {
            steps: `steps:\n- script: ${mvn} validate\n`,
            sources: project(repositories(face)),
            handler: "Node24",
            face,
            ...(face === "services" ? { home: { ".m2/settings.xml": sandbox.mavenProxySettings() } } : {}),
          });
          assert.equal(outcome.result, "Failed");
          assert.match(outcome.log, /401|[Uu]nauthorized|Not authorized/);
        });

        for (const [title, handler] of handlers) {
          it(`restores from the repository of the pom.xml (${face}, ${title})`, async () => {
            const outcome = await run(version, {
              steps: `steps:\n${task}- script: ${mvn} validate\n${scanStep}`,
              sources: project(repositories(face)),
              handler,
              face,
            });
            assert.equal(outcome.result, "Succeeded", outcome.log);
            assert.match(outcome.log, /no file holds the token/);
            const toFeed = outcome.requests.filter((request) => request.protocol === "maven");
            assert.ok(toFeed.length >= 3);
            assert.deepEqual(
              toFeed.filter((request) => request.auth !== "Basic"),
              [],
              "credentials go out at once",
            );
            const blobs = outcome.requests.filter((request) => request.protocol === "blob");
            assert.ok(
              blobs.length > 0 && blobs.every((request) => request.auth === "none" && request.status === 200),
            );
            assertNoToken(outcome, sandbox.tokens.job);
          });
        }
      }

      for (const [title, handler] of handlers) {
        it(`gives feeds by name the place of the public repository, deploys, and another job consumes (${title})`, async () => {
          const artifact = `published-${version}-${handler.toLowerCase().replaceAll("_", "-")}`;
          const distribution = `<distributionManagement>
    <repository><id>fiber</id><url>${address("services")}</url></repository>
    <snapshotRepository><id>fiber</id><url>${address("services")}</url></snapshotRepository>
  </distributionManagement>`;
          for (const number of ["1.0.0", "1.1.0-SNAPSHOT"]) {
            const deployed = await run(version, {
              steps: `steps:
- task: AuthenticateMaven@1
  inputs:
    feeds: Fabrikam Fiber/fiber
- script: ${mvn} deploy
`,
              sources: {
                "pom.xml": `<project><modelVersion>4.0.0</modelVersion><groupId>com.fabrikam</groupId><artifactId>${artifact}</artifactId><version>${number}</version><packaging>pom</packaging>${distribution}</project>`,
              },
              handler,
            });
            assert.equal(deployed.result, "Succeeded", deployed.log);
            const consumed = await run(version, {
              steps: `steps:\n${task}- script: ${mvn} validate\n`,
              sources: project(
                repositories("services"),
                `<dependencyManagement><dependencies><dependency><groupId>com.fabrikam</groupId><artifactId>${artifact}</artifactId><version>${number}</version><type>pom</type><scope>import</scope></dependency></dependencies></dependencyManagement>`,
              ),
              handler,
            });
            assert.equal(consumed.result, "Succeeded", consumed.log);
          }
          assert.ok(
            sandbox.feed.saved("fabrikam", "fiber").some((file) => file.upstream === "Maven upstream"),
          );
        });
      }

      it("keeps the user's settings.xml to the byte, and lets it count", async () => {
        const profile =
          "<profile><id>mine</id><activation><activeByDefault>true</activeByDefault></activation><properties><mine>1.0.0</mine></properties></profile>";
        const settings = `<?xml version="1.0"?>\r\n<settings><!-- mine -->\r\n<profiles>${profile}</profiles></settings>\r\n`;
        const sources = project(repositories("services"));
        const outcome = await run(version, {
          steps: `steps:\n${task}- script: ${mvn} validate\n`,
          sources: {
            "pom.xml": (sources["pom.xml"] ?? "").replace(/1\.0\.0(?=<\/version><\/extension>)/, "${mine}"),
          },
          handler: "Node24",
          home: { ".m2/settings.xml": settings },
        });
        assert.equal(outcome.result, "Succeeded", outcome.log);
        assert.equal(readFileSync(join(outcome.folder, "home", ".m2", "settings.xml"), "utf8"), settings);
        assert.ok(outcome.requests.some((request) => request.path.endsWith("/greeting-1.0.0.jar")));
        assert.ok(!existsSync(join(outcome.folder, "work", "_temp", "feedpass")));
      });

      it("gives nothing to the repositories that a dependency's pom.xml names, whatever their ids", async () => {
        const outcome = await run(version, {
          steps: `steps:
- task: AuthenticateMaven@1
  inputs:
    feeds: Fabrikam Fiber/fiber
    replacePublicRegistry: false
- script: ${mvn} org.apache.maven.plugins:maven-compiler-plugin:3.13.0:compile
  continueOnError: true
`,
          sources: {
            "pom.xml": `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId><version>1</version>
<pluginRepositories><pluginRepository><id>central</id><url>${address("services")}</url></pluginRepository></pluginRepositories>
<dependencies><dependency><groupId>com.fabrikam</groupId><artifactId>trap</artifactId><version>1.0.0</version></dependency></dependencies></project>`,
          },
          handler: "Node24",
        });
        assert.ok(
          outcome.requests.some((request) => request.path.includes("/trap-1.0.0.pom")),
          outcome.log,
        );
        const toOthers = outcome.requests.filter((request) => !request.path.startsWith("/fabrikam/"));
        assert.deepEqual(
          toOthers.filter((request) => request.auth !== "none"),
          [],
        );
        assert.ok(
          toOthers.some((request) => request.path.startsWith("/contoso/")),
          "Maven did follow the one repository that has no id of ours",
        );
      });
    });
  }
});
