import assert from "node:assert/strict";
import { readFeedContents } from "../../../../shared/shell/feed/feed-contents";
import { WantedVersions } from "../../../../shared/shell/feed/holdings";
import { saveEntries } from "../../../../shared/shell/feed/save-files";
import { readVersionFiles } from "../../../../shared/shell/feed/version-files";
import {
  crateEntry,
  mavenEntry,
  protocols,
  pypiEntry,
  sdist,
  sha256,
  startSavingWorld,
  wheel,
} from "./saving";
import type { SavingWorld } from "./saving";

const crates = Array.from({ length: 120 }, (_, index) => `crate-${index}`);

const upstreams = {
  pypi: { alpha: [wheel("alpha", "1.0.0"), sdist("alpha", "1.0.0")] },
  cargo: Object.fromEntries(crates.map((name) => [name, ["1.0.0"]])),
  maven: { "org/up/lib/1.0/lib-1.0.pom": "<project/>", "org/up/lib/1.0/lib-1.0.jar": "jar 1.0" },
};

describe("saving a lock file: what the feed has already", () => {
  let world: SavingWorld;
  beforeEach(async () => {
    world = await startSavingWorld(upstreams);
  });
  afterEach(() => world.stop());

  it("asks for no crate again: a second run is a few list requests", async () => {
    const access = world.access("collaborator");
    const entries = crates.map((name) => crateEntry(name, "1.0.0"));
    const first = await saveEntries(access, { entries });
    assert.equal(first.saved.length, crates.length);
    world.feed.clearRequests();
    const held = await readFeedContents(access, new WantedVersions(protocols, entries));
    const files = await readVersionFiles(access, held, entries.length);
    const second = await saveEntries(access, { entries, held, files });
    assert.deepEqual([second.saved.length, second.alreadySaved, second.requests], [0, crates.length, 0]);
    const asked = world.feed.requests().map(({ path }) => path);
    assert.ok(
      asked.every((path) => path.includes("/_apis/")),
      asked.join("\n"),
    );
    assert.ok(asked.length * 10 <= first.requests, `${asked.length} of ${first.requests}`);
  });

  it("saves the files of a version that is there with some of its files", async () => {
    const access = world.access("collaborator");
    const pom = mavenEntry("org/up/lib/1.0/lib-1.0.pom");
    const jar = mavenEntry("org/up/lib/1.0/lib-1.0.jar");
    const source = pypiEntry("alpha", "1.0.0", sdist("alpha", "1.0.0"));
    const entries = [pypiEntry("alpha", "1.0.0"), source, pom, jar];
    await saveEntries(access, { entries: [source, pom] });
    const held = await readFeedContents(access, new WantedVersions(protocols, entries));
    const byFile = await saveEntries(access, { entries, held });
    assert.equal(byFile.alreadySaved, 2);
    assert.deepEqual(
      [...byFile.saved].map(({ file }) => file).sort(),
      [jar.file, "alpha-1.0.0-py3-none-any.whl"].sort(),
    );
    assert.equal(world.held().length, 4);
  });

  it("finds files that only a hash names, and every file of a version without hashes", async () => {
    const access = world.access("collaborator");
    const named = pypiEntry("alpha", "1.0.0");
    const { protocol, hashes, where } = named;
    const unnamed = { protocol, name: "Alpha", version: "1.0", hashes, where };
    const one = await saveEntries(access, { entries: [unnamed] });
    assert.deepEqual(
      [...one.saved].map(({ file }) => file),
      ["alpha-1.0.0-py3-none-any.whl"],
    );
    const wrong = await saveEntries(access, { entries: [{ ...unnamed, hashes: [sha256("other")] }] });
    assert.deepEqual(
      wrong.failed.map(({ kind }) => kind),
      ["hash"],
    );
    const held = await readFeedContents(access, new WantedVersions(protocols, [unnamed]));
    const all = await saveEntries(access, { entries: [{ ...unnamed, hashes: [] }], held });
    assert.deepEqual([all.alreadySaved, [...all.saved].map(({ file }) => file)], [1, ["alpha-1.0.0.tar.gz"]]);
  });

  it("tells from which upstream source a version came, and which were pushed", async () => {
    const access = world.access("collaborator");
    const entries = [pypiEntry("alpha", "1.0.0"), crateEntry("crate-7", "1.0.0")];
    const versions = [...entries, crateEntry("crate-8", "1.0.0")];
    await saveEntries(access, { entries });
    const held = await readFeedContents(access, new WantedVersions(protocols, versions));
    assert.equal(held.known, true);
    assert.equal(held.find({ protocol: "pypi", name: "ALPHA", version: "1" })?.upstream?.name, "Public pypi");
    assert.equal(
      held.find(crateEntry("crate-7", "1.0.0"))?.upstream?.location,
      "sparse+https://crates.example/",
    );
    assert.equal(held.find(crateEntry("crate-8", "1.0.0")), undefined);
    assert.equal(held.hasPushed({ protocol: "pypi", name: "alpha" }), false);
  });

  it("asks for every file when the feed does not tell what it holds", async () => {
    const access = world.access("collaborator");
    const entries = [crateEntry("crate-1", "1.0.0")];
    await saveEntries(access, { entries });
    world.feed.setFaults([{ path: "/_apis/", status: 404 }]);
    const held = await readFeedContents(access, new WantedVersions(protocols, entries));
    assert.equal(held.known, false);
    const result = await saveEntries(access, { entries, held });
    assert.deepEqual([result.alreadySaved, result.saved.length], [0, 1]);
  });
});
