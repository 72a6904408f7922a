import assert from "node:assert/strict";
import { maven } from "../../../../../shared/clients/maven/authenticate/client";
import { makeJob, notesOf, planWith, root, showEffects, type Texts } from "../../planning";
import { fiber, modules, parent, pom, profile, properties, repository } from "./poms";
import { deploymentsOf, settingsOf } from "./settings-view";

const s = "/agent/1/s";
const top = `${s}/pom.xml`;
const thread = `${root}/_packaging/thread/maven/v1`;
const elsewhere = "https://registry.example/m2";
const releases = (address: string): string => repository("r", address, "distributionManagement");
const snapshots = (address: string): string =>
  repository("s", address, "distributionManagement", "snapshotRepository");

/** [title, files, `folder property=address` of each module that is told] */
const cases: readonly (readonly [string, Texts, readonly string[]])[] = [
  ["one repository", { [top]: pom(releases(fiber)) }, [`${s} altDeploymentRepository=${fiber}`]],
  [
    "one for each",
    { [top]: pom(releases(fiber), snapshots(thread)) },
    [`${s} altReleaseDeploymentRepository=${fiber}`, `${s} altSnapshotDeploymentRepository=${thread}`],
  ],
  [
    "a feed for releases only",
    { [top]: pom(releases(fiber), snapshots(elsewhere)) },
    [`${s} altReleaseDeploymentRepository=${fiber}`],
  ],
  ["no feed", { [top]: pom(repository("a", fiber), releases(elsewhere)) }, []],
  [
    "each module its own",
    {
      [top]: pom(releases(fiber), modules("a", "b")),
      [`${s}/a/pom.xml`]: pom(parent()),
      [`${s}/b/pom.xml`]: pom(parent(), repository("t", thread, "distributionManagement")),
    },
    [
      `${s} altDeploymentRepository=${fiber}`,
      `${s}/a altDeploymentRepository=${fiber}`,
      `${s}/b altDeploymentRepository=${thread}`,
    ],
  ],
  [
    "a module elsewhere",
    {
      [top]: pom(releases(fiber), modules("a")),
      [`${s}/a/pom.xml`]: pom(parent(), repository("e", elsewhere, "distributionManagement")),
    },
    [`${s} altDeploymentRepository=${fiber}`],
  ],
  [
    "a property of the module",
    {
      [top]: pom(
        repository("${id}", "${to}", "distributionManagement"),
        properties({ id: "a", to: fiber }),
        modules("a"),
      ),
      [`${s}/a/pom.xml`]: pom(parent(), properties({ id: "b", to: thread })),
    },
    [`${s} altDeploymentRepository=${fiber}`, `${s}/a altDeploymentRepository=${thread}`],
  ],
];

describe("maven: deployment", () => {
  for (const [title, texts, told] of cases) {
    it(`is told by module: ${title}`, () => {
      assert.deepEqual(deploymentsOf(planWith(maven, makeJob({ feeds: "more" }), texts)), told);
    });
  }

  it("has no server for any id that a project could have", () => {
    const { servers } = settingsOf(
      planWith(maven, makeJob({ feeds: "more" }), { [top]: pom(releases(fiber)) }),
    );
    assert.ok(servers.length > 0);
    assert.deepEqual(
      servers.filter((id) => !id.includes("0123456789abcdef")),
      [],
    );
  });

  const depending: readonly (readonly [string, string])[] = [
    ["repository", pom(releases(fiber), profile(releases(thread).replace(">r<", ">t<")))],
    [
      "property",
      pom(
        repository("${to}", `${root}/_packaging/\${to}/maven/v1`, "distributionManagement"),
        properties({ to: "fiber" }),
        profile(properties({ to: "thread" })),
      ),
    ],
  ];
  for (const [what, text] of depending) {
    it(`is not told where a profile gives another ${what}, and a warning says so`, () => {
      const plan = planWith(maven, makeJob({ feeds: "more" }), { [top]: text });
      assert.deepEqual(deploymentsOf(plan), []);
      assert.ok(
        notesOf(plan).some((note) =>
          note.startsWith("warning: mvn deploy is not authenticated for what goes to "),
        ),
        notesOf(plan).join("\n"),
      );
    });
  }

  it("is not told where a restore is all that is run", () => {
    const plan = planWith(maven, makeJob({ purpose: "restore" }), { [top]: pom(releases(fiber)) });
    assert.deepEqual(deploymentsOf(plan), []);
  });

  describe("on Windows", () => {
    const windows = (texts: Texts): ReturnType<typeof planWith> =>
      planWith(maven, makeJob({ windows: true, feeds: "more" }), texts);

    it("is told by the folder that Maven is run in", () => {
      const plan = windows({ [top]: pom(releases(fiber)) });
      assert.match(
        settingsOf(plan).text,
        /<activation><property><name>user\.dir<\/name><value>\/agent\/1\/s<\/value><\/property><\/activation><properties><altDeploymentRepository>/,
      );
      assert.ok(showEffects(plan).every((effect) => !JSON.stringify(effect).includes("/deploy/")));
    });

    it("is not told where modules go to different places, and a warning says so", () => {
      const plan = windows({
        [top]: pom(releases(fiber), modules("a")),
        [`${s}/a/pom.xml`]: pom(repository("t", thread, "distributionManagement")),
      });
      assert.doesNotMatch(settingsOf(plan).text, /<altDeploymentRepository>/);
      assert.ok(notesOf(plan).some((note) => note.startsWith("warning: mvn deploy is not authenticated: ")));
    });
  });
});
