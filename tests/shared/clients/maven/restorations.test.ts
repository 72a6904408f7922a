import assert from "node:assert/strict";
import { restoringMaven } from "../../../../shared/clients/maven/restore/client";
import { listIn, versionsIn } from "../../../../shared/clients/maven/restore/local-repository";
import type { RestoreFacts } from "../../../../shared/core/client";
import { Problem } from "../../../../shared/core/problem";
import { makeJob } from "../planning";

const root = "/agent/1/s";

interface Case {
  readonly files?: Readonly<Record<string, string>>;
  readonly goals?: string;
  readonly arguments?: readonly string[];
  readonly mode?: RestoreFacts["mode"];
  readonly lock?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

function factsOf({
  files = {},
  goals,
  mode = "restore",
  lock,
  environment = {},
  ...more
}: Case): RestoreFacts {
  return {
    job: makeJob({ workingDirectory: root, jobFolder: "/temp/r/run-1", environment }),
    clientFolder: "/temp/r",
    feed: { project: "Fiber", name: "fiber", forceAuth: false },
    project: { folder: "", manifest: "pom.xml", ...(lock === undefined ? {} : { lock }) },
    mode,
    arguments: more.arguments ?? [],
    exists: (path) => Object.keys(files).some((each) => `${root}/${each}`.startsWith(`${path}/`)),
    read: (path) => files[path.slice(root.length + 1)],
    input: (name) => (name === "mavenGoals" ? goals : undefined),
  };
}

/** The goals and options of each run, without those that every run has. */
function runs(each: Case): readonly string[] {
  return restoringMaven.restore(factsOf(each)).commands.map(({ args }) => {
    assert.deepEqual(args.slice(0, 4), ["-B", "-ntp", "-U", "-Dmaven.repo.local=/temp/r/repository"]);
    return args
      .slice(4)
      .filter((arg) => !/^-D(?:it\.)?test=|^-D.*(?:NoTests|SpecifiedTests|failure\.ignore)=/.test(arg))
      .join(" ");
  });
}

function pom(inside: string): string {
  return `<project><artifactId>a</artifactId>${inside}</project>`;
}

const standard = "clean:help package install:help deploy:help";
const help = "org.apache.maven.plugins:maven-failsafe-plugin:help";
const failsafe =
  "<build><plugins><plugin><artifactId>maven-failsafe-plugin</artifactId></plugin></plugins></build>";
const modules = "<modules><module>a</module><module>b</module></modules>";

describe("maven: how a project is restored", () => {
  for (const [title, each, expected] of [
    ["builds it as far as the package", { arguments: ["-Pci"] }, [`${standard} -Pci`]],
    ["takes the goals of the input", { goals: "verify, site" }, ["verify site"]],
    [
      "fetches the plugin of integration tests where a module names it",
      {
        arguments: ["-Pci"],
        files: { "pom.xml": pom(modules), "a/pom.xml": pom(""), "b/pom.xml": pom(failsafe) },
      },
      [`${standard} -Pci`, `${help} -pl b -Pci`],
    ],
    [
      "in every module where they inherit it",
      { files: { "pom.xml": pom(modules + failsafe), "a/pom.xml": pom(""), "b/pom.xml": pom("") } },
      [standard, help],
    ],
    [
      "in every module where a parent beside the build has it",
      {
        files: {
          "pom.xml": pom("<parent><relativePath>parent/pom.xml</relativePath></parent>"),
          "parent/pom.xml": pom(failsafe),
        },
      },
      [standard, help],
    ],
    ["in a build of one module", { files: { "pom.xml": pom(failsafe) } }, [standard, `${help} -pl .`]],
    ["leaves a malformed pom.xml to Maven", { files: { "pom.xml": "<project>" } }, [standard]],
  ] as const) {
    it(title, () => {
      assert.deepEqual(runs(each), expected);
    });
  }

  const extension = (version: string): string =>
    `<extension><groupId>g</groupId><artifactId>e</artifactId><version>${version}</version></extension>`;

  it("fetches core extensions first, by a build that is none of them", () => {
    const files = { "pom.xml": pom(""), ".mvn/extensions.xml": `<extensions>${extension("1")}</extensions>` };
    const { commands, files: written } = restoringMaven.restore(factsOf({ files, arguments: ["-Pci"] }));
    assert.deepEqual(runs({ files }), [
      "--fail-never -f /temp/r/run-1/extensions/pom.xml validate",
      standard,
    ]);
    assert.deepEqual(
      commands.map(({ variables }) => variables),
      [{ MAVEN_BASEDIR: "/temp/r/run-1/extensions" }, undefined],
    );
    const [file] = written ?? [];
    assert.ok(file?.kind === "write-file" && written?.length === 1);
    assert.equal(file.path, "/temp/r/run-1/extensions/pom.xml");
    assert.ok(file.text.includes(`<build><extensions>${extension("1")}</extensions></build>`));
  });

  for (const [title, text] of [
    ["without any", "<extensions/>"],
    ["that is malformed", `<extensions>${extension("1")}`],
    ["with what fills itself in", `<extensions>${extension("${env.TOKEN}")}</extensions>`],
    ["with more XML in it", `<extensions>${extension("1&lt;/version&gt;")}</extensions>`],
    ["with a path", `<extensions>${extension("../1")}</extensions>`],
  ] as const)
    it(`leaves an extensions.xml ${title} to Maven`, () => {
      const files = { "pom.xml": pom(""), ".mvn/extensions.xml": text };
      assert.deepEqual(runs({ files }), [standard]);
      assert.deepEqual(restoringMaven.restore(factsOf({ files })).files, []);
    });

  for (const [goals, expected] of [
    ["clean deploy", /"deploy" publishes/],
    ["site-deploy", /"site-deploy" publishes/],
    ["release:perform", /"release:perform" publishes/],
    ["org.apache.maven.plugins:maven-deploy-plugin:3.1.4:deploy-file", /publishes/],
    ["verify -DskipTests", /"-DskipTests" is an option of Maven, not a goal/],
  ] as const) {
    it(`refuses the goals ${goals}`, () => {
      assert.throws(
        () => runs({ goals }),
        (error) => error instanceof Problem && expected.test(error.message),
      );
    });
  }

  it("leads later steps to the repository, behind what MAVEN_OPTS held", () => {
    const { kept } = restoringMaven.restore(factsOf({ environment: { MAVEN_OPTS: "-Xmx1g" } }));
    assert.deepEqual(kept, {
      MAVEN_OPTS:
        "-Xmx1g -Dmaven.repo.local=/temp/r/repository -Daether.enhancedLocalRepository.trackingFilename=feedpass.repositories -Daether.lrm.enhanced.trackingFilename=feedpass.repositories",
    });
  });

  it("lists in mode save, by a repository of the project's own, where nobody made a list", () => {
    const listingOf = (each: Case): ReturnType<NonNullable<typeof restoringMaven.list>> =>
      restoringMaven.list?.(factsOf(each));
    const listing = listingOf({ mode: "save" });
    assert.equal(listing?.fetched?.folder, "/temp/r/run-1/repository");
    assert.ok(listing.commands[0]?.args.includes("-Dmaven.repo.local=/temp/r/run-1/repository"));
    assert.equal(listingOf({ mode: "audit" }), undefined);
    assert.equal(listingOf({ mode: "save", lock: "maven-dependency-list.txt" }), undefined);
  });
});

describe("maven: what is in a local repository", () => {
  const paths = [
    "a.jar",
    "com/fabrikam/app/1/app-1.jar",
    "com/fabrikam/app/1/app-1.pom",
    "com/fabrikam/app/maven-metadata-local.xml",
    "org/acme/lib/1.0/_remote.repositories",
    "org/acme/lib/1.0/lib-1.0-linux.exe",
    "org/acme/lib/1.0/lib-1.0.jar",
    "org/acme/lib/1.0/lib-1.0.jar.sha1",
    "org/acme/lib/1.0/lib-1.0.pom",
    "org/acme/lib/2.0/lib-2.0.pom.lastUpdated",
    "org/acme/lib/3-SNAPSHOT/lib-3-20260101.1.jar",
    "org/acme/lib/maven-metadata-x.xml",
    "org/acme/target/2/target-2.pom",
  ];

  it("is each version once, and nothing that the build installed", () => {
    assert.deepEqual(versionsIn(paths), [
      { protocol: "maven", name: "org.acme:lib", version: "1.0" },
      { protocol: "maven", name: "org.acme:target", version: "2" },
    ]);
  });

  it("is every file of a feed, as a list", () => {
    const { entries } = listIn("pom.xml", paths);
    assert.deepEqual(
      Array.from(entries, ({ file, where }) => [file, where]),
      [
        ["org/acme/lib/1.0/lib-1.0-linux.exe", "pom.xml"],
        ["org/acme/lib/1.0/lib-1.0.jar", "pom.xml"],
        ["org/acme/lib/1.0/lib-1.0.pom", "pom.xml"],
        ["org/acme/target/2/target-2.pom", "pom.xml"],
      ],
    );
  });
});
