import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMaven, type MavenUpstream } from "../../sandbox/feed/protocols/maven/upstream/maven-upstream";
import { discoverUpstreams } from "../../sandbox/feed/upstream/discover-upstreams";
import { UpstreamDown } from "../../sandbox/feed/upstream/upstream-registry";
import { requireClient, type Java, type Maven } from "../clients/found-clients";
import { Machine, type RestoreOutcome } from "./restore-upstream-machine";
import { configured, reactor, single } from "./restore-upstream-maven-projects";
import { assertNoToken } from "./token-scan";

/** The registry that the machine is set up for, which can be cut off. */
class Upstream implements MavenUpstream {
  readonly kind = "maven";
  isDown = false;
  readonly #registry: MavenUpstream;

  constructor(registry: MavenUpstream) {
    this.#registry = registry;
  }

  get location(): string {
    return this.#registry.location;
  }

  open(path: string): ReturnType<MavenUpstream["open"]> {
    return this.isDown ? Promise.reject(new UpstreamDown("cut off")) : this.#registry.open(path);
  }
}

/** Of the JSON report: docs/report.schema.json. */
interface Report {
  readonly saved: readonly { readonly name: string; readonly role?: string; readonly direct?: true }[];
}

describe("restore-upstream, with the real Maven", function () {
  // Two builds into empty repositories, every file of which the feed fetches.
  this.timeout(600_000);
  let java: Java;
  let here: Machine;
  let upstream: Upstream;
  const mavens = new Map<string, Maven>();

  before(function () {
    java = requireClient(this, "java");
    for (const version of ["maven38", "maven39"] as const) mavens.set(version, requireClient(this, version));
  });

  beforeEach(async function () {
    const clients = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
    const { maven } = (await discoverUpstreams()).registries;
    assert.ok(maven !== undefined && isMaven(maven), "mvn did not name the registry that it is set up for");
    upstream = new Upstream(maven);
    here = await Machine.open(clients, { maven: upstream });
  });

  afterEach(() => here.close());

  const run = async (
    version: string,
    steps: string,
    sources: Readonly<Record<string, string>>,
  ): Promise<RestoreOutcome> => {
    const programs = [mavens.get(version)?.path ?? "", join(java.home, "bin", "java")];
    const outcome = await here.run(`steps:\n${steps}`, sources, programs, {
      environment: { JAVA_HOME: java.home },
    });
    assertNoToken(outcome, here.token);
    return outcome;
  };
  const task = (more = ""): string =>
    `- task: RestoreUpstream@1\n  name: restore\n  inputs:\n    feed: Fiber/fiber\n${more}- bash: echo "counts $(restore.savedCount) $(restore.alreadySavedCount) $(restore.failedCount)"\n`;
  const builds =
    "- task: AuthenticateMaven@1\n  inputs:\n    feeds: Fiber/fiber\n- script: mvn -B -ntp clean package\n- script: mvn -B -ntp clean verify\n";

  for (const version of ["maven38", "maven39"])
    for (const [title, sources, tests] of [
      ["of one module", single, 1],
      ["of modules that need each other", reactor, 3],
    ] as const) {
      it(`leaves nothing to fetch for a build ${title} (${version})`, async () => {
        const restored = await run(version, `${task()}- script: mvn -B -o verify\n`, sources);
        assert.equal(restored.result, "Succeeded", restored.log);
        const saved = here.saved();
        assert.match(restored.log, new RegExp(`counts ${new Set(saved).size} 0 0`));
        assert.match(
          restored.log,
          /^Kept for later steps: what maven fetched \(MAVEN_OPTS\), until the job ends$/m,
        );
        const [restoring = "", offline = ""] = restored.log.split("Kept for later steps");
        assert.doesNotMatch(restoring, /A TEST RAN/);
        assert.equal(offline.split("A TEST RAN").length - 1, tests);

        upstream.isDown = true;
        const built = await run(version, builds, sources);
        assert.equal(built.result, "Succeeded", built.log);
        assert.deepEqual(here.saved(), saved);
      });
    }

  /** What a report says of packages, by their names. */
  const rolesIn = ({ sources }: RestoreOutcome): ReadonlyMap<string, string> => {
    const report = JSON.parse(readFileSync(join(sources, "report.json"), "utf8")) as Report;
    return new Map(
      report.saved.map(({ name, role, direct }) => [name, role ?? (direct ? "direct" : "library")]),
    );
  };

  it("restores core extensions and plugins of profiles, and leads later steps to the feed", async () => {
    const inputs =
      "    arguments: -Dstage=on\n    authenticate: true\n    reportPath: $(Build.SourcesDirectory)/report.json\n";
    const more = "- script: mvn -B -ntp -Dstage=on -Dhelper=3.5.0 package\n";
    const restored = await run("maven39", `${task(inputs)}${more}`, configured);
    assert.equal(restored.result, "Succeeded", restored.log);
    const saved = here.saved();
    assert.ok(saved.includes("maven org.codehaus.mojo:build-helper-maven-plugin 3.5.0"));
    const roles = rolesIn(restored);
    for (const [name, role] of [
      ["kr.motd.maven:os-maven-plugin", "extension"],
      ["org.apache.maven.plugins:maven-antrun-plugin", "plugin"],
      ["org.codehaus.mojo:build-helper-maven-plugin", "plugin"],
      ["org.apache.maven.plugins:maven-deploy-plugin", "plugin"],
      ["org.codehaus.mojo:mojo-parent", "parent"],
      ["org.apache.ant:ant", "library"],
    ] as const)
      assert.equal(roles.get(name), role, name);

    upstream.isDown = true;
    const built = await run("maven39", `${task(inputs)}- script: mvn -B -o -Dstage=on package\n`, configured);
    assert.equal(built.result, "Succeeded", built.log);
    const [, offline = ""] = built.log.split("Kept for later steps");
    assert.match(offline, /Detecting the operating system and CPU architecture/);
    assert.match(offline, /PROFILE RAN/);
    assert.match(offline, /build-helper.*:timestamp-property/);
    assert.deepEqual(here.saved(), saved);
  });

  it("has Maven list what to save where there is no list", async () => {
    const inputs = "    mode: save\n    reportPath: $(Build.SourcesDirectory)/report.json\n";
    const saving = await run("maven39", task(inputs), single);
    assert.equal(saving.result, "Succeeded", saving.log);
    const saved = new Set(here.saved());
    assert.match([...saved].join("\n"), /^maven org\.apache\.maven\.surefire:surefire-junit4 /m);
    assert.match(saving.log, new RegExp(`counts ${saved.size} 0 0`));
    const roles = rolesIn(saving);
    assert.equal(roles.get("commons-io:commons-io"), "direct");
    assert.equal(roles.get("org.apache.commons:commons-parent"), "parent");
    assert.equal(roles.get("org.hamcrest:hamcrest-core"), "library");
    upstream.isDown = true;
    const built = await run("maven39", builds, single);
    assert.equal(built.result, "Succeeded", built.log);
  });

  it("builds nothing where the goals do not", async () => {
    const outcome = await run("maven39", task("    mavenGoals: dependency:go-offline\n"), single);
    assert.equal(outcome.result, "Succeeded", outcome.log);
    assert.ok(here.saved().includes("maven junit:junit 4.13.2"));
    assert.ok(!existsSync(join(outcome.sources, "target")));
  });

  it("publishes nothing", async () => {
    const outcome = await run("maven39", task("    mavenGoals: clean deploy\n"), single);
    assert.equal(outcome.result, "Failed");
    assert.match(outcome.log, /Input mavenGoals: "deploy" publishes, and a restore publishes nothing\./);
  });
});
