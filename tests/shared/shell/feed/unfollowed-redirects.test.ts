import assert from "node:assert/strict";
import { rustCrate } from "../../../../sandbox/feed/protocols/cargo/rust-crate";
import { crateSeed } from "../../../../sandbox/feed/protocols/cargo/seed";
import { readFeedContents } from "../../../../shared/shell/feed/feed-contents";
import { WantedVersions } from "../../../../shared/shell/feed/holdings";
import { saveEntries, type SaveOptions } from "../../../../shared/shell/feed/save-files";
import type { SaveResult } from "../../../../shared/shell/feed/save-result";
import {
  crateEntry,
  mavenEntry,
  protocols,
  pypiEntry,
  quick,
  sha256,
  startSavingWorld,
  wheel,
} from "./saving";
import type { SavingWorld, WayOptions } from "./saving";

const names = Array.from({ length: 40 }, (_, index) => `pkg-${index}`);
const jars = names.map((name) => `org/up/${name}/1.0/${name}-1.0.jar`);
const upstreams = {
  pypi: Object.fromEntries(names.map((name) => [name, [wheel(name, "1.0.0")]])),
  cargo: Object.fromEntries(names.map((name) => [name, ["1.0.0"]])),
  maven: Object.fromEntries(jars.map((file) => [file, `content of ${file}`])),
};
const all = {
  pypi: names.map((name) => pypiEntry(name, "1.0.0")),
  cargo: names.map((name) => crateEntry(name, "1.0.0")),
  // Without hashes, so that no bytes are needed to compare them.
  maven: jars.map((file) => mavenEntry(file)),
};
const kinds = ["pypi", "cargo", "maven"] as const;

describe("a redirect that nobody follows", () => {
  let world: SavingWorld;
  let notices: string[];
  afterEach(() => world.stop());

  async function save(
    options: Omit<SaveOptions, "held"> & { readonly way?: WayOptions },
  ): Promise<SaveResult> {
    notices = [];
    const onNotice = (text: string): void => void notices.push(text);
    const access = world.access("collaborator", "private", {
      concurrency: 4,
      onNotice,
      ...options.way,
    });
    const held = await readFeedContents(access, new WantedVersions(protocols, options.entries));
    world.feed.clearRequests();
    return saveEntries(access, { ...options, held });
  }

  const fetched = (): number => world.feed.requests().filter(({ protocol }) => protocol === "blob").length;
  const looks = (): number => world.feed.requests().filter(({ path }) => /\/packages$/i.test(path)).length;

  for (const kind of kinds)
    it(`saves where the feed lists its file: one look, and none is followed (${kind})`, async () => {
      world = await startSavingWorld(upstreams);
      const result = await save({ entries: all[kind] });
      assert.deepEqual([result.failed, result.saved.length], [[], names.length]);
      assert.deepEqual([looks(), fetched(), notices], [1, 0, []]);
      assert.equal(world.held().length, names.length);
      assert.equal(result.requests, world.feed.requests().length);
    });

  it("is looked for by its whole name where the list has a page full of names like it", async () => {
    const many = Array.from({ length: 1000 }, (_, index) => {
      const crate = { name: `pkg-more-${index}`, version: "1.0.0" };
      return crateSeed({ ...crate, ...rustCrate({ ...crate, source: "" }) });
    });
    world = await startSavingWorld(upstreams, { packages: many });
    const result = await save({ entries: all.cargo });
    assert.deepEqual([result.failed, looks(), fetched(), notices], [[], 2, 0, []]);
  });

  it("is looked at for each protocol", async () => {
    world = await startSavingWorld(upstreams);
    const result = await save({ entries: kinds.flatMap((kind) => all[kind]) });
    assert.deepEqual([result.failed.length, looks(), fetched()], [0, 3, 0]);
  });

  it("is not looked at where nothing is saved, or nothing is known of the feed", async () => {
    world = await startSavingWorld(upstreams);
    await save({ entries: all.cargo });
    await save({ entries: all.cargo });
    assert.deepEqual([looks(), fetched()], [0, 0]);
    const unknown = await saveEntries(world.access("collaborator"), { entries: all.pypi });
    assert.deepEqual([unknown.saved.length, looks(), fetched()], [names.length, 0, 0]);
  });

  for (const kind of kinds)
    it(`is followed where the feed saves only then, for every file (${kind})`, async () => {
      world = await startSavingWorld(upstreams, { savesWhen: "fetched" });
      const patience = { ...quick, listingMs: [5, 5] };
      const result = await save({ entries: all[kind], way: { patience } });
      assert.deepEqual([result.failed, result.saved.length], [[], names.length]);
      assert.equal(world.held().length, names.length);
      assert.equal(fetched(), names.length);
      assert.ok(looks() <= 3, String(looks()));
    });

  it("is followed for the only file of a run too, and nothing is waited for", async () => {
    world = await startSavingWorld(upstreams, { savesWhen: "fetched" });
    const patience = { ...quick, listingMs: [60_000] };
    const begun = Date.now();
    const result = await save({ entries: all.pypi.slice(0, 1), way: { patience } });
    assert.deepEqual([result.saved.length, looks(), fetched()], [1, 1, 1]);
    assert.equal(world.held().length, 1);
    assert.ok(Date.now() - begun < 10_000);
  });

  it("is followed no more when the list was only behind", async () => {
    world = await startSavingWorld(upstreams, { listingDelayMs: 150 });
    world.feed.setFaults([{ path: "/Cargo/index/", latencyMs: 50 }]);
    const result = await save({
      entries: all.cargo,
      way: { patience: { ...quick, listingMs: [200, 200] }, concurrency: 2 },
    });
    assert.deepEqual([result.failed, result.saved.length], [[], names.length]);
    assert.ok(fetched() > 0 && fetched() < names.length / 2, String(fetched()));
    assert.deepEqual([looks(), notices], [2, []]);
  });

  it("is followed for the rest when the list never has its file, and that is said", async () => {
    world = await startSavingWorld(upstreams, { listingDelayMs: 3_600_000 });
    world.feed.setFaults([{ path: "/Cargo/index/", latencyMs: 20 }]);
    const result = await save({
      entries: all.cargo,
      way: { patience: { ...quick, listingMs: [5, 5] }, concurrency: 2 },
    });
    assert.deepEqual([result.failed.length, result.saved.length, fetched()], [0, names.length, names.length]);
    assert.equal(looks(), 3);
    assert.match(
      notices.join("\n"),
      /^Feed Open Project\/private gave pkg-\d+ 1\.0\.0 and does not list it, so/,
    );
  });

  it("is followed while the list does not answer, and nobody waits for that", async () => {
    world = await startSavingWorld(upstreams);
    const access = world.access("collaborator", "private", {
      patience: { ...quick, listingMs: [10] },
      concurrency: 2,
    });
    const held = await readFeedContents(access, new WantedVersions(protocols, all.pypi));
    world.feed.setFaults([{ path: "/packages", latencyMs: 2000 }]);
    world.feed.clearRequests();
    const result = await saveEntries(access, { entries: all.pypi, held });
    assert.deepEqual([result.failed.length, result.saved.length, looks()], [0, names.length, 1]);
    assert.equal(fetched(), names.length - 1);
  });

  it("is not followed where the list does not tell", async () => {
    world = await startSavingWorld(upstreams);
    const access = world.access("collaborator");
    const held = await readFeedContents(access, new WantedVersions(protocols, all.pypi));
    world.feed.setFaults([{ path: "/packages", status: 403 }]);
    world.feed.clearRequests();
    const result = await saveEntries(access, { entries: all.pypi, held });
    assert.deepEqual([result.failed.length, looks(), fetched()], [0, 1, 0]);
  });

  it("fails its file where the bytes do not come", async () => {
    world = await startSavingWorld(upstreams, { savesWhen: "fetched" });
    world.feed.setFaults([{ path: ".blob", status: 404 }]);
    const result = await save({
      entries: all.pypi.slice(0, 3),
      way: { patience: { ...quick, listingMs: [] } },
    });
    assert.deepEqual([result.saved.length, result.failed.length], [0, 3]);
    assert.match(result.failed[0]?.text ?? "", /gave the file, but its bytes did not come \(status 404\)/);
  });

  for (const kind of kinds)
    it(`is none where the first answer has the bytes, which are compared (${kind})`, async () => {
      // pnpm/pnpm#11572: 200 with the bytes, and 303 only later.
      world = await startSavingWorld(upstreams, { firstAnswer: "bytes" });
      const [good, bad] = [all[kind][0], all[kind][1]];
      assert.ok(good && bad);
      const stated =
        kind === "maven" ? sha256("another") : { algorithm: "sha1" as const, hex: "0".repeat(40) };
      const result = await save({ entries: [good, { ...bad, hashes: [stated] }] });
      assert.deepEqual(
        [result.saved.length, result.failed.map(({ kind }) => kind), looks(), fetched()],
        [1, ["hash"], 0, 0],
      );
    });
});
