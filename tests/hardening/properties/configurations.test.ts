import assert from "node:assert/strict";
import fc from "fast-check";
import { SaxesParser } from "saxes";
import { parse } from "smol-toml";
import { clients } from "../../../shared/clients/clients";
import type { AuthenticatingClient, RestoringClient } from "../../../shared/core/client";
import { feedAddress, isOwnFeed } from "../../../shared/core/feed-address";
import { ReadFiles } from "../../../shared/core/files";
import type { Job } from "../../../shared/core/job";
import type { Plan } from "../../../shared/core/plan";
import { Problem } from "../../../shared/core/problem";
import { afterStep, filesOf, makeJob, planWith, token, variablesOf } from "../../shared/clients/planning";
import { feed, isOwn } from "../../shared/clients/reading";
import { services } from "../../shared/core/organizations";
import { lineDocuments, tomlDocuments, xmlDocuments } from "./documents";
import { property, Share } from "./property";
import { assertPlace, readOrProblem } from "./reading";

const tomlMarks = ["[[", "[", "]", "{", "}", '"', '"""', "'", "=", ",", ".", "#", "\\", "a.", "\n"];
const xmlMarks = ["<", ">", "</", "/>", "<a>", "</a>", "&", "<!--", "-->", "<![CDATA[", "]]>", "${a}", "<?"];
const addresses = [
  ...["https://index.example/simple", "https://pkgs.dev.azure.com/contoso/_packaging/other/pypi/simple/"],
  ...[`${feed}/pypi/simple/`, `sparse+${feed}/Cargo/index/`, `${feed}/maven/v1`, "${feed}", "../folder"],
];

const uvExample = `[project]
name = "app"
dependencies = ["alpha==1.0", "beta @ https://files.example/beta.whl"]
[[tool.uv.index]]
name = "fibers"
url = "${feed}/pypi/simple/"
publish-url = "${feed}/pypi/upload"
[[tool.uv.index]]
url = "https://index.example/simple"
[tool.uv.sources]
alpha = { index = "fibers" }
`;

const cargoExample = `[registries]
fibers = { index = "sparse+${feed}/Cargo/index/" }
other = { index = "https://registry.example/index" }
[source.crates-io]
replace-with = "fibers"
[registry]
default = "fibers"
`;

const pomSections = [
  "<groupId>a</groupId><artifactId>b</artifactId><version>1</version>",
  "<parent><relativePath>../pom.xml</relativePath></parent>",
  `<properties><feed>${feed}/maven/v1</feed></properties>`,
  "<repositories><repository><id>fibers</id><url>${feed}</url></repository></repositories>",
  `<repositories><repository><id>more</id><url>${feed}/maven/v1</url></repository></repositories>`,
  "<repositories><repository><id>other</id><url>https://repository.example/</url></repository></repositories>",
  "<pluginRepositories><pluginRepository><id>disk</id><url>file:///tmp</url></pluginRepository></pluginRepositories>",
  `<distributionManagement><repository><id>fibers</id><url>${feed}/maven/v1</url></repository></distributionManagement>`,
  "<modules><module>app</module></modules>",
];

const settingsSections = [
  "<servers><server><id>fibers</id><password>x</password></server></servers>",
  "<mirrors><mirror><id>m</id><mirrorOf>*</mirrorOf><url>https://mirror.example/</url></mirror></mirrors>",
  `<profiles><profile><id>p</id><repositories><repository><id>a</id><url>${feed}/maven/v1</url></repository></repositories></profile></profiles>`,
  "<activeProfiles><activeProfile>p</activeProfile></activeProfiles><offline>false</offline>",
];

const uvDocuments = tomlDocuments(
  {
    words: [
      ...["tool", "uv", "index", "name", "url", "publish-url", "default", "explicit", "authenticate", "pip"],
      ...["index-url", "extra-index-url", "find-links", "sources", "project", "dependencies", "workspace"],
      ...["dependency-groups", "optional-dependencies", "members", "allow-insecure-host"],
    ],
    values: ["fibers", "alpha @ https://files.example/a.whl", "pkgs.dev.azure.com", ...addresses],
    examples: fc.constant(uvExample),
    marks: tomlMarks,
  },
  {
    item: { name: "fibers", url: `${feed}/pypi/simple/` },
    around: (all) => ({ project: { name: "app" }, tool: { uv: { index: all } }, index: all }),
  },
);

const poetryExample = `[[tool.poetry.source]]
name = "fibers"
url = "${feed}/pypi/simple/"
priority = "supplemental"
[[tool.poetry.source]]
name = "PyPI"
[tool.poetry]
name = "app"
`;

const poetryDocuments = tomlDocuments(
  {
    words: [
      ...["tool", "poetry", "source", "name", "url", "priority", "default", "secondary", "repositories"],
      ...["http-basic", "username", "password", "certificates", "cert", "client-cert", "verify"],
    ],
    values: ["fibers", "PyPI", "primary", "explicit", "feedpass1-abcdefghijklmnop", ...addresses],
    examples: fc.constant(poetryExample),
    marks: tomlMarks,
  },
  {
    item: { name: "fibers", url: `${feed}/pypi/simple/` },
    around: (all) => ({
      tool: { poetry: { source: all } },
      repositories: Object.fromEntries(all.map((table, index) => [`fibers${index}`, table])),
    }),
  },
);

const cargoDocuments = tomlDocuments(
  {
    words: [
      ...["registries", "registry", "source", "crates-io", "replace-with", "index", "token", "default"],
      ...["directory", "local-registry", "git", "credential-provider", "include", "env", "http", "proxy"],
    ],
    values: ["fibers", "crates-io", "vendored-sources", "cargo:token", ...addresses],
    examples: fc.constant(cargoExample),
    marks: tomlMarks,
  },
  {
    item: { index: `sparse+${feed}/Cargo/index/` },
    around: (all) => ({
      registries: Object.fromEntries(all.map((table, index) => [`fibers${index}`, table])),
      source: { "crates-io": { "replace-with": "fibers0" } },
    }),
  },
);

const requirements = lineDocuments(
  {
    words: [
      ...["-i", "--index-url", "--extra-index-url", "-f", "--find-links", "-r", "-c", "-e"],
      ...["--trusted-host", "--hash", "alpha==1.0", "\\", "#"],
    ],
    values: [
      "alpha @ https://files.example/a.whl",
      "pkgs.dev.azure.com",
      "${HOME}",
      "more.txt",
      ...addresses,
    ],
    examples: fc.constant(
      `-r more.txt\n--index-url ${feed}/pypi/simple/\nalpha==1.0 \\\n  --hash=sha256:0\nbeta @ https://files.example/b.whl\n`,
    ),
    marks: ["\n", " ", "=", "-", "#", "\\\n", '"', "${", "}"],
  },
  [" ", "\n", "="],
);

const pipConfigurations = lineDocuments(
  {
    words: ["[global]", "[install]", "index-url", "extra-index-url", "trusted-host", "timeout", "#"],
    values: ["pkgs.dev.azure.com", "60", ...addresses],
    examples: fc.constant(
      `[global]\nindex-url = ${feed}/pypi/simple/\nextra-index-url =\n    https://index.example/simple\n    ${feed}/pypi/simple/\n`,
    ),
    marks: ["\n", " ", "=", ":", "[", "]", "#", ";", "\n    "],
  },
  [" ", " = ", "\n", "\n    "],
);

const pythonSources = tomlDocuments(
  {
    words: [
      ...["source", "name", "url", "verify_ssl", "packages", "file", "tool", "pdm", "project"],
      ...["dependencies", "optional-dependencies", "dependency-groups", "build-system", "requires"],
    ],
    values: ["fibers", "alpha @ https://files.example/a.whl", "$HOME", "${HOME}", ...addresses],
    examples: fc.constant(
      `[[source]]\nname = "fibers"\nurl = "${feed}/pypi/simple/"\n[[tool.pdm.source]]\nname = "fibers"\nurl = "${feed}/pypi/simple/"\n`,
    ),
    marks: tomlMarks,
  },
  {
    item: { name: "fibers", url: `${feed}/pypi/simple/` },
    around: (all) => ({ source: all, tool: { pdm: { source: all } } }),
  },
);

const mavenWords = [
  ...["project", "parent", "relativePath", "modules", "module", "properties", "feed", "repositories"],
  ...[
    "repository",
    "pluginRepositories",
    "pluginRepository",
    "distributionManagement",
    "id",
    "url",
    "profiles",
  ],
  ...[
    "profile",
    "settings",
    "servers",
    "server",
    "mirrors",
    "mirror",
    "mirrorOf",
    "proxies",
    "activeProfiles",
  ],
];

function mavenDocuments(root: string, sections: readonly string[]): fc.Arbitrary<string> {
  const vocabulary = {
    words: mavenWords,
    values: ["fibers", "*", "external:*,!a", "../pom.xml", "app", ...addresses],
    examples: fc.constant(`<${root}>${sections.join("\n")}</${root}>`),
    marks: xmlMarks,
  };
  return xmlDocuments(vocabulary, root, sections);
}

const home = "/home/ada";
const sources = "/agent/1/s";

/** Documents for the files that each client's plan depends on; of each case some are there. */
const documents: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<string>>>>> = {
  uv: {
    [`${sources}/pyproject.toml`]: uvDocuments,
    [`${sources}/uv.toml`]: uvDocuments,
    [`${home}/.config/uv/uv.toml`]: uvDocuments,
  },
  poetry: {
    [`${sources}/pyproject.toml`]: poetryDocuments,
    [`${sources}/poetry.toml`]: poetryDocuments,
    [`${home}/.config/pypoetry/config.toml`]: poetryDocuments,
  },
  pip: {
    [`${sources}/requirements.txt`]: requirements,
    [`${sources}/Pipfile`]: pythonSources,
    [`${sources}/pyproject.toml`]: pythonSources,
    [`${home}/.config/pip/pip.conf`]: pipConfigurations,
  },
  pipenv: { [`${sources}/Pipfile`]: pythonSources },
  pdm: { [`${sources}/pyproject.toml`]: pythonSources },
  cargo: {
    [`${sources}/.cargo/config.toml`]: cargoDocuments,
    [`${sources}/.cargo/config`]: cargoDocuments,
    [`${home}/.cargo/config.toml`]: cargoDocuments,
  },
  maven: {
    [`${sources}/pom.xml`]: mavenDocuments("project", pomSections),
    [`${sources}/app/pom.xml`]: mavenDocuments("project", pomSections),
    [`${home}/.m2/settings.xml`]: mavenDocuments("settings", settingsSections),
    [`${sources}/.mvn/maven.config`]: lineDocuments(
      {
        words: ["-gs", "-s", "--settings", "-D", "-P", "#"],
        values: ["settings.xml", "a=b", "altDeploymentRepository=x::https://evil.example/", ...addresses],
        examples: fc.constant("-s\nsettings.xml\n-Da=b\n"),
        marks: ["\n", " ", "=", "-", "#"],
      },
      [" ", "\n", "="],
    ),
  },
};

type Texts = Readonly<Record<string, string>>;

function textsOf(client: string): fc.Arbitrary<Texts> {
  const each = Object.entries(documents[client] ?? {}).map(([path, text]) =>
    fc.option(text, { nil: undefined, freq: 2 }).map((found) => [path, found] as const),
  );
  return fc
    .tuple(...each)
    .map((pairs) =>
      Object.fromEntries(pairs.flatMap(([path, text]) => (text === undefined ? [] : [[path, text]]))),
    );
}

/** Fails on a plan whose effects are elsewhere than they may be, or hold the token, or are not what clients can read. */
function assertPlan(plan: Plan, job: Job): void {
  assert.ok(plan.authenticated > 0);
  for (const effect of plan.effects) {
    if (effect.kind === "set-variable") assert.match(effect.name, /^[A-Za-z_][A-Za-z0-9_]*$/);
    else
      assert.ok(
        effect.path === job.jobFolder || effect.path.startsWith(`${job.jobFolder}/`),
        `${effect.path} is outside of the step's folder`,
      );
  }
  for (const [path, text] of Object.entries(filesOf(plan))) {
    assert.ok(!text.includes(token), `${path} holds the token`);
    if (path.endsWith(".toml")) parse(text);
    if (path.endsWith(".xml")) readXml(text);
  }
  for (const [name, value] of Object.entries(variablesOf(plan)))
    assert.ok(
      value.startsWith("secret:") || !value.includes(token),
      `${name} holds the token and is no secret`,
    );
}

function readXml(text: string): void {
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(text).close();
}

/** Fails on a message that is more than lines to be printed. */
function assertMessage({ message, hint }: Problem): void {
  for (const line of `${message}\n${hint}`.split("\n")) {
    assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    assert.doesNotMatch(line, /##(?:vso)?\[/i);
  }
}

/** Clients with something wrong, made of one that is right. */
function brokenPlanners(client: AuthenticatingClient): Readonly<Record<string, AuthenticatingClient>> {
  const changed = (change: (plan: Plan, job: Job) => Plan): AuthenticatingClient => ({
    ...client,
    plan: (job, read) => change(client.plan(job, read), job),
  });
  return {
    "a file is in the sources": changed((plan, job) => ({
      ...plan,
      effects: [...plan.effects, { kind: "write-file", path: `${job.workingDirectory}/x`, text: "" }],
    })),
    "a file is what was read, as it is": changed((plan, job) => ({
      ...plan,
      effects: [...plan.effects, { kind: "write-file", path: `${job.jobFolder}/x.toml`, text: "a = \0" }],
    })),
    "a file holds the token": changed((plan, job) => ({
      ...plan,
      effects: [...plan.effects, { kind: "write-file", path: `${job.jobFolder}/x`, text: `token=${token}` }],
    })),
    "a variable shows the token": changed((plan) => ({
      ...plan,
      effects: [...plan.effects, { kind: "set-variable", name: "TOKEN", value: token }],
    })),
    "its Problem quotes a file as it is": {
      ...client,
      plan: (_job, read) => {
        throw new Problem("planted", [...read.values()].join(""), "");
      },
    },
    "it throws another error": {
      ...client,
      plan: (job, read) => {
        if (read.size > 0) throw new TypeError("planted");
        return client.plan(job, read);
      },
    },
  };
}

function describePlans({ name, authentication }: RestoringClient): void {
  const planned = new Share(0.04);
  property({
    title: "are planned from in time, within the step's folder, or refused in words",
    subject: authentication,
    values: textsOf(name),
    check: (client, texts) => {
      const job = makeJob();
      const plan = readOrProblem(() => planWith(client, job, texts), Object.values(texts).join(""));
      if (client === authentication) planned.count(!(plan instanceof Problem));
      if (plan instanceof Problem) assertMessage(plan);
      else assertPlan(plan, job);
    },
    faults: brokenPlanners(authentication),
  });

  it("were planned from often enough", () => {
    planned.verify();
  });

  property({
    title: "name feeds of the organization and no others",
    subject: (job: Job, texts: Texts) => authentication.feeds(job, new ReadFiles(Object.entries(texts))),
    values: textsOf(name),
    check: (feedsOf, texts) => {
      const feeds = readOrProblem(() => feedsOf(makeJob(), texts), Object.values(texts).join(""));
      if (feeds instanceof Problem) return;
      for (const each of feeds) assert.ok(isOwnFeed(feedAddress(services(), each, ""), services()));
    },
    faults: {
      "it takes folders for feeds": (_, texts) =>
        Object.values(texts).map((text) => ({ project: "..", name: text.slice(0, 9), forceAuth: false })),
    },
  });

  property({
    title: "are planned from once more in a later step of the job",
    subject: authentication,
    values: textsOf(name),
    check: (client, texts) => {
      const job = makeJob();
      const plan = readOrProblem(() => planWith(authentication, job, texts), Object.values(texts).join(""));
      if (plan instanceof Problem) return;
      const next = afterStep(job, plan, texts);
      // What the first step wrote is read too, and can be much more than what it read.
      const again = readOrProblem(
        () => planWith(client, next.job, next.texts),
        Object.values(next.texts).join(""),
      );
      if (again instanceof Problem) assertMessage(again);
      else assertPlan(again, next.job);
    },
    faults: brokenPlanners(authentication),
  });
}

function describeBypasses(client: RestoringClient): void {
  const paths = Object.entries(documents[client.name] ?? {}).flatMap(([path, texts]) => {
    const relative = path.startsWith(`${sources}/`) ? path.slice(sources.length + 1) : "";
    return client.isConfiguration(relative) ? [{ relative, texts }] : [];
  });
  for (const { relative, texts } of paths)
    property<RestoringClient["findBypasses"], string>({
      title: `${relative}: what bypasses the feed has its place, or the file is refused with its`,
      subject: (...parameters) => client.findBypasses(...parameters),
      values: texts,
      check: (find, text) => {
        const bypasses = readOrProblem(() => find(relative, new ReadFiles([[relative, text]]), isOwn), text);
        if (bypasses instanceof Problem) {
          assertMessage(bypasses);
          assert.match(bypasses.message.slice(relative.length), /^:\d+:\d+: /);
        } else for (const { where } of bypasses) assertPlace(where, relative, text);
      },
      faults: {
        "it names no line that is there": (path, files, own) =>
          client.findBypasses(path, files, own).map((bypass) => ({ ...bypass, where: `${path}:0` })),
        "it throws another error": () => {
          throw new RangeError("planted");
        },
      },
    });
}

describe("configurations, whatever is in them", () => {
  it("has documents for every client", () => {
    assert.deepEqual(clients.map(({ name }) => name).sort(), Object.keys(documents).sort());
  });

  for (const client of clients)
    describe(`of ${client.name}`, () => {
      describePlans(client);
      describeBypasses(client);
    });
});
