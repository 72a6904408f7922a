import assert from "node:assert/strict";
import { join } from "node:path";
import { discoverUpstreams } from "../../sandbox/feed/upstream/discover-upstreams";
import { requireClient, type Java } from "../clients/found-clients";
import type { Addresses, HostileRepository, RepositoryFiles } from "../hardening/hostile-repository";
import { Laboratory } from "../hardening/laboratory";
import { isAtLeast, versionsOf } from "./clients";
import { tryVersion, type Trial } from "./trials";
import { VersionTable } from "./version-table";

/** The first version for each of what it takes. */
const first = { extension: "3.3.0", settings: "3.5.0", spaces: "3.6.0", arguments: "3.9.0" };

function repository(id: string, url: string): string {
  const [one, other] = ["repository", "pluginRepository"].map(
    (item) => `<${item}><id>${id}</id><url>${url}</url></${item}>`,
  );
  return `<repositories>${one ?? ""}</repositories><pluginRepositories>${other ?? ""}</pluginRepositories>`;
}

/** A bill of materials, so that Maven asks for it before it needs any plugin. */
function bill(...groups: readonly string[]): string {
  const each = groups.map(
    (group) =>
      `<dependency><groupId>com.${group}</groupId><artifactId>parent</artifactId><version>1.0.0</version><type>pom</type><scope>import</scope></dependency>`,
  );
  return `<dependencyManagement><dependencies>${each.join("")}</dependencies></dependencyManagement>`;
}

function pom(more: string, artifact = "app"): RepositoryFiles {
  return {
    "pom.xml": `<project><modelVersion>4.0.0</modelVersion><groupId>com.lab</groupId><artifactId>${artifact}</artifactId><version>1.0.0</version><packaging>pom</packaging>\n${more}\n</project>\n`,
  };
}

const feed = (at: Addresses): string => at.feed("maven/v1");
const wanted = bill("fabrikam");
const own = (at: Addresses): RepositoryFiles => pom(repository("fiber", feed(at)) + wanted);

/** Its plugins come through the feed that has the public registry as its upstream source. */
function deployment(at: Addresses, to: string): RepositoryFiles {
  return pom(
    `${repository("central", feed(at))}<distributionManagement><repository><id>to</id><url>${to}</url></repository></distributionManagement>`,
    `deployed-${at.proxyPort}`,
  );
}

/** Settings that alone name the feed. */
const settings = (at: Addresses): string =>
  `<settings><mirrors><mirror><id>corp</id><url>${feed(at)}</url><mirrorOf>*</mirrorOf></mirror></mirrors></settings>`;

/** Beside the feed, another repository that has a bill of its own group. */
function beside(id: string, url: (at: Addresses) => string, group: string): HostileRepository["files"] {
  return (at) =>
    pom(
      repository(id, url(at)).replace(
        "</repositories>",
        `<repository><id>fiber</id><url>${feed(at)}</url></repository></repositories>`,
      ) + bill("fabrikam", group),
    );
}

const validate = "$MVN validate";

const repositories: readonly (HostileRepository & { readonly column: string; readonly from: string })[] = [
  {
    column: "Restores",
    from: first.extension,
    id: "maven-restore",
    title: "a restore",
    files: own,
    run: validate,
    expect: "works",
  },
  {
    column: "`mvn deploy`",
    from: first.extension,
    id: "maven-deploy",
    title: "a deployment",
    files: (at) => deployment(at, at.shared("maven/v1")),
    run: "$MVN deploy",
    expect: "works",
  },
  {
    column: "to an address with `%20`",
    from: first.spaces,
    id: "maven-deploy-space",
    title: "a deployment to a feed of a project with a space in its name",
    files: (at) => deployment(at, feed(at)),
    run: "$MVN deploy",
    expect: "works",
  },
  {
    column: "By `feeds`",
    from: first.settings,
    id: "maven-feeds",
    title: "feeds of the input",
    tasks: [{ task: "AuthenticateMaven@1", inputs: { feeds: "Fabrikam Fiber/fiber" } }],
    files: () => pom(wanted),
    run: validate,
    expect: "works",
  },
  {
    column: "Feed of `-s` in `.mvn/maven.config`",
    from: first.extension,
    id: "maven-config",
    title: "settings of maven.config",
    files: (at) => ({
      ...pom(wanted),
      ".mvn/maven.config": "-s\nci/settings.xml\n",
      "ci/settings.xml": settings(at),
    }),
    run: validate,
    expect: "works",
  },
  {
    column: "of `-s` in `MAVEN_ARGS`",
    from: first.arguments,
    id: "maven-args",
    title: "settings of MAVEN_ARGS",
    files: (at) => ({ ...pom(wanted), "ci/settings.xml": settings(at) }),
    variables: () => ({ MAVEN_ARGS: "-s ci/settings.xml" }),
    run: validate,
    expect: "works",
  },
  {
    column: "`-s` on the command line",
    from: first.extension,
    id: "maven-option",
    title: "settings of an option",
    files: (at) => ({ ...own(at), "ci/settings.xml": settings(at) }),
    run: "$MVN -s ci/settings.xml validate",
    expect: "works",
  },
  {
    column: "`-gs` on the command line",
    from: first.extension,
    id: "maven-global-option",
    title: "global settings of an option",
    files: (at) => ({ ...own(at), "ci/settings.xml": settings(at) }),
    run: "$MVN -gs ci/settings.xml validate",
    expect: "works",
  },
  {
    column: "`MAVEN_OPTS` replaced",
    from: first.arguments,
    id: "maven-task",
    title: "what Maven@4 does by default",
    files: own,
    run: `MAVEN_OPTS="-Xmx1024m -Duser.home=$HOME" ${validate}`,
    expect: "works",
  },
  {
    column: "and kept by `$(MAVEN_OPTS)`",
    from: first.extension,
    id: "maven-task-kept",
    title: "mavenOpts of Maven@4 with what the variable holds",
    files: own,
    run: `MAVEN_OPTS="-Xmx1024m $(MAVEN_OPTS)" ${validate}`,
    expect: "works",
  },
  {
    column: "Public second repository",
    from: first.extension,
    id: "maven-open",
    title: "a public feed of another organization",
    files: beside("open", (at) => at.open("maven/v1"), "open"),
    run: validate,
    expect: "works",
    elsewhereAnonymous: true,
  },
  {
    column: "Another organization's repository gets",
    from: first.extension,
    id: "maven-other",
    title: "a feed of another organization",
    files: beside("parts", (at) => at.other("maven/v1"), "contoso"),
    run: validate,
    expect: "asked",
    elsewhereAnonymous: true,
  },
  {
    column: "Another host gets",
    from: first.extension,
    id: "maven-elsewhere",
    title: "a repository at another address",
    files: beside("feedpass-fiber", (at) => at.loopback("maven/v1"), "evil"),
    run: validate,
    expect: "asked",
    elsewhereAnonymous: true,
  },
];

const trials: readonly Trial[] = repositories.map(({ column, from, ...each }) => ({
  column,
  from,
  repository: { ...each, face: "server" },
}));

/** Quiet, as far as the version can be; 4.0.0-rc-5 finds an address with %20 in it by Apache's transport alone. */
function command(version: string): string {
  const quiet = isAtLeast(version, "3.6.1") ? " -ntp" : "";
  return `mvn -B${quiet}${isAtLeast(version, "4.0.0") ? " -Dmaven.resolver.transport=apache" : ""}`;
}

describe("Maven, version by version", () => {
  const table = new VersionTable(
    "maven",
    trials.map(({ column }) => column),
  );
  let laboratory: Laboratory;
  let java: Java;

  before(async function () {
    java = requireClient(this, "java");
    const { maven } = (await discoverUpstreams()).registries;
    assert.ok(maven !== undefined, "mvn did not name the registry that it is set up for");
    const nodes = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
    laboratory = await Laboratory.open(nodes, maven);
  });

  after(async () => {
    await laboratory.close();
    table.write();
  });

  for (const client of versionsOf("maven")) {
    it(`Maven ${client.version}`, async () => {
      const setting = {
        task: "AuthenticateMaven@1",
        programs: [client.path ?? "", join(java.home, "bin", "java")],
        environment: { JAVA_HOME: java.home, MVN: command(client.version) },
      };
      await tryVersion(table, client, trials, laboratory, setting);
    });
  }
});
