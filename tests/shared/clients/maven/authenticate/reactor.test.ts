import assert from "node:assert/strict";
import { maven } from "../../../../../shared/clients/maven/authenticate/client";
import { makeJob, notesOf, planWith, problemOf, root, type Texts } from "../../planning";
import { fiber, modules, parent, pom, profile, properties, repository } from "./poms";
import { binding, bindingsOf, settingsOf } from "./settings-view";

const top = "/agent/1/s/pom.xml";

/** [title, files, expected ids and addresses] */
type Case = readonly [string, Texts, readonly string[]];

const forms: readonly Case[] = [
  ["repository", { [top]: pom(repository("a", fiber)) }, [`a -> ${fiber}`]],
  [
    "plugin repository",
    { [top]: pom(repository("a", fiber, "pluginRepositories", "pluginRepository")) },
    [`a -> ${fiber}`],
  ],
  [
    "distribution management",
    { [top]: pom(repository("a", fiber, "distributionManagement")) },
    [`a -> ${fiber}`],
  ],
  [
    "snapshot repository",
    { [top]: pom(repository("a", fiber, "distributionManagement", "snapshotRepository")) },
    [`a -> ${fiber}`],
  ],
  [
    "one id for both",
    { [top]: pom(repository("a", fiber), repository("a", `${fiber}/`, "distributionManagement")) },
    [`a -> ${fiber}`],
  ],
  [
    "all of them in a profile",
    { [top]: pom(profile(repository("a", fiber), repository("b", fiber, "distributionManagement"))) },
    [`a -> ${fiber}`, `b -> ${fiber}`],
  ],
  [
    "without an id",
    { [top]: pom(`<repositories><repository><url>${fiber}</url></repository></repositories>`) },
    [`default -> ${fiber}`],
  ],
  ["central", { [top]: pom(repository("central", fiber)) }, [`central -> ${fiber}`]],
  [
    "CDATA, entities and a comment",
    {
      [top]: pom(
        `<repositories><repository><url><!-- x --><![CDATA[${fiber}]]></url><id>a&#46;b</id></repository></repositories>`,
      ),
    },
    [`a.b -> ${fiber}`],
  ],
  [
    "a namespace prefix",
    {
      [top]: `<m:project xmlns:m="urn:m"><m:repositories><m:repository><m:id>a</m:id><m:url>${fiber}</m:url></m:repository></m:repositories></m:project>`,
    },
    [`a -> ${fiber}`],
  ],
  [
    "other elements of these names are none",
    {
      [top]: pom(
        `<build><plugins><plugin><configuration><repository><id>x</id><url>${root}/_packaging/x/maven/v1</url></repository></configuration></plugin></plugins></build>`,
        `<repositories><repository><url>${fiber}</url></repository></repositories>`,
      ),
    },
    [`default -> ${fiber}`],
  ],
];

const ab = "/agent/1/s/a/b/pom.xml";
const reactors: readonly Case[] = [
  [
    "a module",
    { [top]: pom(modules("a")), "/agent/1/s/a/pom.xml": pom(repository("a", fiber)) },
    [`a -> ${fiber}`],
  ],
  [
    "a module named by its file",
    { [top]: pom(modules("a/other.xml")), "/agent/1/s/a/other.xml": pom(repository("a", fiber)) },
    [`a -> ${fiber}`],
  ],
  [
    "a module of a profile",
    { [top]: pom(profile(modules("a"))), "/agent/1/s/a/pom.xml": pom(repository("a", fiber)) },
    [`a -> ${fiber}`],
  ],
  [
    "a module of a module",
    {
      [top]: pom(modules("a")),
      "/agent/1/s/a/pom.xml": pom(modules("b")),
      [ab]: pom(repository("a", fiber)),
    },
    [`a -> ${fiber}`],
  ],
  [
    "a subproject, as Maven 4 calls it",
    {
      [top]: pom("<subprojects><subproject>a</subproject></subprojects>"),
      "/agent/1/s/a/pom.xml": pom(repository("a", fiber)),
    },
    [`a -> ${fiber}`],
  ],
  [
    "the parent above",
    { [top]: pom(parent()), "/agent/1/pom.xml": pom(repository("a", fiber)) },
    [`a -> ${fiber}`],
  ],
  [
    "a parent's parent",
    {
      [top]: pom(parent("../parent")),
      "/agent/1/parent/pom.xml": pom(parent("deep/up.xml")),
      "/agent/1/parent/deep/up.xml": pom(repository("a", fiber)),
    },
    [`a -> ${fiber}`],
  ],
  [
    "a module that points up",
    {
      [top]: pom(modules("a"), repository("a", fiber)),
      "/agent/1/s/a/pom.xml": pom(modules("..", ".", "../a")),
    },
    [`a -> ${fiber}`],
  ],
  [
    "parents in a circle",
    {
      [top]: pom(parent("a"), repository("${x}", fiber)),
      "/agent/1/s/a/pom.xml": pom(parent(".."), properties({ x: "a" })),
    },
    [`a -> ${fiber}`],
  ],
  [
    "a pom.xml that is its own parent",
    { [top]: pom(parent("pom.xml"), repository("a", fiber)) },
    [`a -> ${fiber}`],
  ],
  [
    "modules and parents that are not there",
    { [top]: pom(parent(), modules("none", "${x}"), repository("a", fiber)) },
    [`a -> ${fiber}`],
  ],
];

const interpolated: readonly Case[] = [
  [
    "a property",
    { [top]: pom(properties({ id: "a", url: fiber }), repository("${id}", "${url}")) },
    [`a -> ${fiber}`],
  ],
  [
    "a property of a property",
    {
      [top]: pom(
        properties({ id: "a", org: "${host}/fabrikam", host: "https://pkgs.dev.azure.com" }),
        repository("${id}", "${org}/_packaging/fiber/maven/v1"),
      ),
    },
    [`a -> ${fiber}`],
  ],
  [
    "the environment",
    { [top]: pom(repository("a", `${root}/_packaging/\${env.FEED}/maven/v1`)) },
    [`a -> ${fiber}`],
  ],
  [
    "the project",
    {
      [top]: pom(
        "<groupId>g</groupId><artifactId>fiber</artifactId>",
        repository("${project.groupId}", `${root}/_packaging/\${project.artifactId}/maven/v1`),
      ),
    },
    [`g -> ${fiber}`],
  ],
  [
    "what the parent says of the project",
    { [top]: pom(parent(""), repository("${project.groupId}-${project.version}", fiber)) },
    [`pg-9 -> ${fiber}`],
  ],
  [
    "${project.parent.…}",
    { [top]: pom("<groupId>g</groupId>", parent(""), repository("${project.parent.groupId}", fiber)) },
    [`pg -> ${fiber}`],
  ],
  [
    "${revision}",
    {
      [top]: pom(
        properties({ revision: "1.2" }),
        "<version>${revision}</version>",
        repository("a-${project.version}", fiber),
      ),
    },
    [`a-1.2 -> ${fiber}`],
  ],
  [
    "a parent's property",
    { [top]: pom(parent(), repository("${id}", fiber)), "/agent/1/pom.xml": pom(properties({ id: "a" })) },
    [`a -> ${fiber}`],
  ],
  [
    "the nearest property",
    {
      [top]: pom(parent(), properties({ id: "a" }), repository("${id}", fiber)),
      "/agent/1/pom.xml": pom(properties({ id: "b" })),
    },
    [`a -> ${fiber}`],
  ],
  [
    "a parent's repository with the child's property",
    {
      [top]: pom(parent(), properties({ id: "child" })),
      "/agent/1/pom.xml": pom(properties({ id: "parent" }), repository("${id}", fiber)),
    },
    [`child -> ${fiber}`, `parent -> ${fiber}`],
  ],
  [
    "a parent's repository with each module's property",
    {
      [top]: pom(modules("a", "b"), repository("${id}", `${root}/_packaging/\${feed}/maven/v1`)),
      "/agent/1/s/a/pom.xml": pom(parent(), properties({ id: "a", feed: "fa" })),
      "/agent/1/s/b/pom.xml": pom(parent(), properties({ id: "b", feed: "fb" })),
    },
    [`a -> ${root}/_packaging/fa/maven/v1`, `b -> ${root}/_packaging/fb/maven/v1`],
  ],
  [
    "a grandparent's distribution management",
    {
      [top]: pom(parent()),
      "/agent/1/pom.xml": pom(parent(), properties({ id: "mid" })),
      "/agent/pom.xml": pom(repository("${id}", fiber, "distributionManagement")),
    },
    [`mid -> ${fiber}`],
  ],
  [
    "a profile's property beside the project's",
    { [top]: pom(profile(properties({ id: "ci" })), properties({ id: "dev" }), repository("${id}", fiber)) },
    [`dev -> ${fiber}`, `ci -> ${fiber}`],
  ],
  [
    "a property that only a profile has",
    { [top]: pom(repository("${id}", fiber), profile(properties({ id: "ci" }))) },
    [`ci -> ${fiber}`],
  ],
];

describe("maven: repositories", () => {
  const groups = [
    ["form", forms],
    ["reactor", reactors],
    ["interpolation", interpolated],
  ] as const;
  for (const [group, cases] of groups) {
    describe(group, () => {
      for (const [title, texts, repositories] of cases) {
        it(title, () => {
          const plan = planWith(maven, makeJob({ environment: { FEED: "fiber" } }), texts);
          assert.deepEqual(bindingsOf(plan), repositories.map(binding));
          assert.equal(plan.authenticated, repositories.length);
          assert.deepEqual(
            notesOf(plan).filter((note) => !note.startsWith("info: Credentials set: ")),
            [],
          );
        });
      }
    });
  }

  const unresolved: readonly (readonly [string, Texts])[] = [
    ["a property without a value", { [top]: pom(repository("a", "${none}/_packaging/fiber/maven/v1")) }],
    ["an unset variable", { [top]: pom(repository("a", `${root}/_packaging/\${env.NONE}/maven/v1`)) }],
    ["a property of itself", { [top]: pom(properties({ x: "${x}" }), repository("a", "${x}")) }],
    [
      "properties in a circle",
      { [top]: pom(properties({ x: "${y}", y: "${z}", z: "a${x}" }), repository("a", "${x}")) },
    ],
    ["an expression without an end", { [top]: pom(repository("a", `${root}/\${x`)) }],
  ];
  for (const [title, texts] of unresolved) {
    it(`${title} is named, and skipped`, () => {
      const plan = planWith(maven, makeJob({ feeds: "thread" }), texts);
      assert.deepEqual(
        bindingsOf(plan).map((line) => line.split(" ")[0]),
        ["thread"],
      );
      assert.ok(
        notesOf(plan).some((note) =>
          /^info: Skipped: \S+ \(\/agent\/1\/s\/pom\.xml:[12]\): not known: a property in it has no value in the pom\.xml files on disk$/.test(
            note,
          ),
        ),
        notesOf(plan).join("\n"),
      );
    });
  }

  it("properties that double each other end, and the repository is skipped", () => {
    const values = Object.fromEntries(
      Array.from({ length: 60 }, (_, level) => [`p${level}`, `\${p${level + 1}}`.repeat(10)]),
    );
    const texts = { [top]: pom(properties({ ...values, p60: "x" }), repository("a", "${p0}")) };
    assert.ok(
      notesOf(planWith(maven, makeJob({ feeds: "thread" }), texts)).some((note) =>
        note.includes("not known"),
      ),
    );
    const circle = { x: "${y}".repeat(10), y: "${x}".repeat(10) };
    const problem = problemOf(maven, makeJob(), { [top]: pom(properties(circle), repository("a", "${x}")) });
    assert.equal(problem.code, "nothing-to-authenticate");
  });

  const strange: readonly string[] = ["*", "!a", "a,b", "external:x", "a b", "${none}"];
  for (const id of strange) {
    it(`the id ${id} is one that only the address counts for`, () => {
      const plan = planWith(maven, makeJob({ feeds: "thread" }), { [top]: pom(repository(id, fiber)) });
      assert.equal(plan.authenticated, 2);
      assert.ok(!settingsOf(plan).mirrors.some((mirror) => mirror.includes(` -> ${id} -> `)));
    });
  }
});

describe("maven: limits", () => {
  it("a hundred properties of properties are followed, and three thousand named as not known", () => {
    const chain = (length: number): string =>
      properties({
        ...Object.fromEntries(
          Array.from({ length }, (_, level) => [`p${level}`, `\${p${level + 1}}`] as const),
        ),
        [`p${length}`]: fiber,
      });
    const followed = planWith(maven, makeJob(), { [top]: pom(chain(99), repository("a", "${p0}")) });
    assert.deepEqual(bindingsOf(followed), ["a -> fiber"]);
    const plan = planWith(maven, makeJob({ feeds: "thread" }), {
      [top]: pom(chain(3000), repository("a", "${p0}")),
    });
    assert.ok(notesOf(plan).some((note) => note.includes("not known: a property in it has no value")));
  });

  const many = (profiles: readonly string[]): string => {
    const repositories = Array.from(
      { length: 300 },
      (_, index) =>
        `<repository><id>r${index}</id><url>${root}/_packaging/\${x}/maven/v1/${index}</url></repository>`,
    );
    return pom(
      properties({ x: "fiber" }),
      `<repositories><repository><id>a</id><url>${fiber}</url></repository>${repositories.join("")}</repositories>`,
      `<profiles>${profiles.map((text, index) => `<profile><id>p${index}</id>${text}</profile>`).join("")}</profiles>`,
    );
  };

  it("a thousand profiles that say nothing of the repositories cost nothing", () => {
    const text = many(Array.from({ length: 1000 }, (_, index) => properties({ y: `${index}` })));
    const started = performance.now();
    assert.equal(bindingsOf(planWith(maven, makeJob(), { [top]: text })).length, 301);
    assert.ok(performance.now() - started < 3000);
  });

  it("a thousand that give three hundred repositories a thousand values each are refused, by file", () => {
    const text = many(Array.from({ length: 1000 }, (_, index) => properties({ x: `f${index}` })));
    const problem = problemOf(maven, makeJob(), { [top]: text });
    assert.equal(problem.code, "too-many-repositories");
    assert.match(problem.message, /^\/agent\/1\/s\/pom\.xml: .* more than 100000 possible addresses/);
  });
});
