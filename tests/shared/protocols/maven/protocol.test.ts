import assert from "node:assert/strict";
import type { LockEntry } from "../../../../shared/core/lock-entry";
import { maven } from "../../../../shared/protocols/maven/protocol";
import { place, root, textFeed } from "../feed";

const nameless: LockEntry = {
  protocol: "maven",
  name: "org.up:lib",
  version: "1.0.0",
  hashes: [],
  where: "verification-metadata.xml:9",
};
const entry: LockEntry = { ...nameless, file: "org/up/lib/1.0.0/lib-1.0.0 x.jar" };

describe("protocol maven", () => {
  it("takes names and versions without regard to case, and else as they are", () => {
    assert.equal(maven.packageKey("G:A"), "g:a");
    assert.equal(maven.versionKey("1.0.0-RC1"), "1.0.0-rc1");
  });

  it("has a place for a package in the REST calls", () => {
    assert.equal(maven.packagePath("org.up:lib"), "maven/groups/org.up/artifacts/lib");
  });

  it("finds a file at its path in the repository, without asking", async () => {
    const { ask, asked } = textFeed({});
    const reply = await maven.openLookUp(place, ask)([entry, nameless]);
    assert.deepEqual(reply.value?.get(entry), [
      {
        entry,
        file: entry.file,
        address: `${root}maven/v1/org/up/lib/1.0.0/lib-1.0.0%20x.jar`,
        checked: true,
      },
    ]);
    assert.deepEqual(reply.value.get(nameless), []);
    assert.deepEqual(asked, []);
  });
});
