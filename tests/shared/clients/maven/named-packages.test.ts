import assert from "node:assert/strict";
import { namedByBuild, rolesIn } from "../../../../shared/clients/maven/restore/named-packages";
import type { NamedPackages } from "../../../../shared/core/lock-entry";
import { makeJob } from "../planning";

const root = "/agent/1/s";

function artifact(name: string, more = ""): string {
  const [group = "", id = ""] = name.split(":");
  return `<groupId>${group}</groupId><artifactId>${id}</artifactId><version>1</version>${more}`;
}

function pom(inside: string): string {
  return `<project>${inside}</project>`;
}

const managed = (inside: string): string =>
  `<dependencyManagement><dependencies>${inside}</dependencies></dependencyManagement>`;
const dependency = (name: string, more = ""): string => `<dependency>${artifact(name, more)}</dependency>`;
const plugin = (inside: string): string => `<plugin>${inside}</plugin>`;

/** What a build's files name, each name with what it is. */
function named(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { direct, roles }: NamedPackages = namedByBuild({
    job: makeJob({ workingDirectory: root }),
    read: (path) => files[path.slice(root.length + 1)],
    exists: (path) => Object.keys(files).some((each) => `${root}/${each}`.startsWith(`${path}/`)),
  });
  const all = [...Array.from(direct ?? [], (key) => [key, "direct"] as const), ...(roles ?? [])];
  return Object.fromEntries(all.map(([key, as]) => [key.replace(/^maven /, ""), as]));
}

describe("maven: what a build names", () => {
  it("is what its modules, their parents and profiles say", () => {
    assert.deepEqual(
      named({
        "pom.xml": pom(
          `<parent>${artifact("g:above")}</parent><modules><module>m</module></modules><properties><other>g.other</other></properties>${managed(dependency("g:bom", "<type>pom</type><scope>import</scope>") + dependency("g:managed"))}<build><extensions><extension>${artifact("g:wagon")}</extension></extensions><pluginManagement><plugins>${plugin(artifact("g:managed-plugin"))}</plugins></pluginManagement></build>`,
        ),
        "m/pom.xml": pom(
          `<dependencies>${dependency("g:lib")}${dependency("${other}:lib")}${dependency("${nobody}:lib")}</dependencies><build><plugins>${plugin("<artifactId>maven-x-plugin</artifactId><dependencies><dependency><groupId>g</groupId><artifactId>inside</artifactId></dependency></dependencies>")}</plugins></build><profiles><profile><id>ci</id><dependencies>${dependency("g:in-profile")}</dependencies><build><plugins>${plugin(artifact("g:p-maven-plugin"))}</plugins></build></profile></profiles>`,
        ),
        ".mvn/extensions.xml": `<extensions xmlns="urn:x"><extension>${artifact("g:core")}</extension></extensions>`,
      }),
      {
        "g:lib": "direct",
        "g.other:lib": "direct",
        "g:in-profile": "direct",
        "g:above": "parent",
        "g:bom": "bom",
        "g:wagon": "extension",
        "g:managed-plugin": "plugin",
        "org.apache.maven.plugins:maven-x-plugin": "plugin",
        "g:p-maven-plugin": "plugin",
        "g:core": "extension",
      },
    );
  });

  it("is nothing in files that cannot be understood", () => {
    assert.deepEqual(named({ "pom.xml": "<project><a>" }), {});
    assert.deepEqual(
      named({
        "pom.xml": pom(`<dependencies>${dependency("g:lib")}</dependencies>`),
        ".mvn/extensions.xml": "<extensions>",
      }),
      { "g:lib": "direct" },
    );
  });
});

describe("maven: what a local repository shows", () => {
  const roles = (files: Readonly<Record<string, string | undefined>>): object =>
    Object.fromEntries(rolesIn(Object.keys(files), (path) => files[path]));

  it("are plugins by their packaging, parents and BOMs by who has them", () => {
    assert.deepEqual(
      roles({
        "g/p/1/p-1.pom": pom(
          `<parent>${artifact("g:above")}</parent><artifactId>p</artifactId><packaging>maven-plugin</packaging><dependencies>${dependency("g:needed")}</dependencies>`,
        ),
        "g/p/1/p-1.jar": "PK",
        "g/needed/1/needed-1.pom": pom(
          `<parent>${artifact("g:above")}</parent>${managed(dependency("${project.groupId}:bom", "<scope>import</scope>"))}<build><plugins>${plugin(artifact("g:another"))}</plugins></build>`,
        ),
        "g/above/1/above-1.pom": pom(`${artifact("g:above")}<packaging>pom</packaging>`),
        "g/unread/1/unread-1.pom": undefined,
        "g/broken/1/broken-1.pom": `<project><parent>${artifact("g:no")}</parent>`,
      }),
      { "maven g:above": "parent", "maven g:bom": "bom", "maven g:p": "plugin" },
    );
  });
});
