import assert from "node:assert/strict";
import { saveEntries } from "../../../../shared/shell/feed/save-files";
import { crateEntry, mavenEntry, pypiEntry, sdist, startSavingWorld, wheel } from "./saving";
import type { SavingWorld } from "./saving";

const upstreams = {
  pypi: {
    alpha: [wheel("alpha", "1.0.0"), sdist("alpha", "1.0.0"), wheel("alpha", "2.0.0")],
    beta: [{ ...wheel("beta", "0.1"), yanked: "broken" }],
  },
  cargo: { serde: ["1.0.0", "1.1.0+build.5"], ab: ["0.1.0"] },
  maven: {
    "org/up/lib/1.0/lib-1.0.pom": "<project/>",
    "org/up/lib/1.0/lib-1.0.jar": "jar 1.0",
  },
};

const entries = [
  pypiEntry("alpha", "1.0.0"),
  pypiEntry("alpha", "1.0.0", sdist("alpha", "1.0.0")),
  pypiEntry("beta", "0.1"),
  crateEntry("serde", "1.0.0"),
  { ...crateEntry("serde", "1.1.0+build.5") },
  crateEntry("ab", "0.1.0"),
  mavenEntry("org/up/lib/1.0/lib-1.0.pom", "<project/>"),
  mavenEntry("org/up/lib/1.0/lib-1.0.jar", "jar 1.0"),
];

const everything = [
  "ab 0.1.0 ab-0.1.0.crate",
  "alpha 1.0.0 alpha-1.0.0-py3-none-any.whl",
  "alpha 1.0.0 alpha-1.0.0.tar.gz",
  "beta 0.1 beta-0.1-py3-none-any.whl",
  "org.up:lib 1.0 lib-1.0.jar",
  "org.up:lib 1.0 lib-1.0.pom",
  "serde 1.0.0 serde-1.0.0.crate",
  "serde 1.1.0+build.5 serde-1.1.0.crate",
];

describe("saving a lock file: what is saved", () => {
  let world: SavingWorld;
  beforeEach(async () => {
    world = await startSavingWorld(upstreams);
  });
  afterEach(() => world.stop());

  for (const feed of ["private", "public"]) {
    it(`has a ${feed} feed save every file, yanked ones too`, async () => {
      const result = await saveEntries(world.access("collaborator", feed), { entries });
      assert.deepEqual(result.failed, []);
      assert.equal(result.saved.length, entries.length);
      assert.deepEqual(world.held(feed), everything);
      assert.equal(result.requests, world.feed.requests().length);
    });
  }
});

describe("saving a lock file: a project with very many files", () => {
  it("keeps only the wanted anchors of its page", async () => {
    const many = Array.from({ length: 30_000 }, (_, index) => wheel("alpha", `1.${index}`));
    const world = await startSavingWorld({ pypi: { alpha: many } });
    try {
      const entries = [pypiEntry("alpha", "1.0"), pypiEntry("alpha", "1.29999")];
      const result = await saveEntries(world.access("collaborator"), { entries });
      assert.deepEqual(result.failed, []);
      assert.deepEqual(world.held(), [
        "alpha 1.0 alpha-1.0-py3-none-any.whl",
        "alpha 1.29999 alpha-1.29999-py3-none-any.whl",
      ]);
      assert.equal(result.requests, 3);
    } finally {
      await world.stop();
    }
  });
});
