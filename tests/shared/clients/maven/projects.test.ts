import assert from "node:assert/strict";
import { findBuilds } from "../../../../shared/clients/maven/restore/projects";

function pom(inside = ""): string {
  return `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId>${inside}</project>`;
}

function aggregator(...modules: readonly string[]): string {
  return pom(`<modules>${modules.map((module) => `<module>${module}</module>`).join("")}</modules>`);
}

const parentAt = (path: string): string =>
  pom(`<parent><groupId>g</groupId><relativePath>${path}</relativePath></parent>`);

/** The builds of a repository, given its files. */
function builds(files: Readonly<Record<string, string | undefined>>): readonly string[] {
  const paths = Object.keys(files).sort();
  return findBuilds(paths, (path) => files[path]).map(({ manifest, lock }) =>
    lock === undefined ? manifest : `${manifest} ${lock}`,
  );
}

describe("maven: the builds of a repository", () => {
  for (const [title, files, expected] of [
    [
      "modules, however deep",
      { "pom.xml": aggregator("a"), "a/pom.xml": aggregator("b"), "a/b/pom.xml": pom() },
      ["pom.xml"],
    ],
    ["a module beside the build", { "all/pom.xml": aggregator("../a"), "a/pom.xml": pom() }, ["all/pom.xml"]],
    ["a module by its file", { "pom.xml": aggregator("a/pom.xml"), "a/pom.xml": pom() }, ["pom.xml"]],
    [
      "a module of a profile",
      {
        "pom.xml": pom("<profiles><profile><modules><module>a</module></modules></profile></profiles>"),
        "a/pom.xml": pom(),
      },
      ["pom.xml"],
    ],
    ["builds beside each other", { "a/pom.xml": pom(), "b/pom.xml": pom() }, ["a/pom.xml", "b/pom.xml"]],
    [
      "one below a build that does not name it",
      { "pom.xml": aggregator("a"), "a/pom.xml": pom(), "examples/x/pom.xml": pom() },
      ["examples/x/pom.xml", "pom.xml"],
    ],
    [
      "a parent that builds nothing itself",
      { "pom.xml": parentAt("parent/pom.xml"), "parent/pom.xml": pom() },
      ["pom.xml"],
    ],
    [
      "a parent with modules of which one is not named",
      {
        "pom.xml": aggregator("a"),
        "a/pom.xml": parentAt("../pom.xml"),
        "b/pom.xml": parentAt("../pom.xml"),
      },
      ["b/pom.xml", "pom.xml"],
    ],
    [
      "two that name each other",
      { "a/pom.xml": aggregator("../b"), "b/pom.xml": aggregator("../a") },
      ["a/pom.xml"],
    ],
    ["one that names itself", { "pom.xml": aggregator(".") }, ["pom.xml"]],
    ["a plugin's integration test", { "pom.xml": pom(), "src/it/one/pom.xml": pom() }, ["pom.xml"]],
    ["what tests read", { "pom.xml": pom(), "src/test/resources/x/pom.xml": pom() }, ["pom.xml"]],
    ["an archetype", { "src/main/resources/archetype-resources/pom.xml": pom() }, []],
    ["a template", { "pom.xml": pom("<name>{{ name }}</name>") }, []],
    [
      "coordinates that a generator fills in",
      { "pom.xml": "<project><artifactId>${artifactId}</artifactId></project>" },
      [],
    ],
    ["a revision that the build fills in", { "pom.xml": pom("<version>${revision}</version>") }, ["pom.xml"]],
    ["one that is commented out", { "pom.xml": `<!-- ${pom()} -->` }, []],
    [
      "one that is not well-formed",
      { "pom.xml": "<project><a></project>", "a/pom.xml": "<project>" },
      ["pom.xml"],
    ],
    ["one that cannot be read", { "x/pom.xml": undefined, "x/a/pom.xml": undefined }, ["x/pom.xml"]],
    [
      "a list of what it needs",
      { "a/pom.xml": pom(), "a/maven-dependency-list.txt": "" },
      ["a/pom.xml a/maven-dependency-list.txt"],
    ],
  ] as const) {
    it(`are ${expected.join(", ") || "none"} with ${title}`, () => {
      assert.deepEqual(builds(files), expected);
    });
  }
});
