import assert from "node:assert/strict";
import type { LockEntry } from "../../../../shared/core/lock-entry";
import type { FailedItem } from "../../../../shared/shell/feed/save-result";
import { readFeedContents } from "../../../../shared/shell/feed/feed-contents";
import { WantedVersions } from "../../../../shared/shell/feed/holdings";
import { saveEntries } from "../../../../shared/shell/feed/save-files";
import { crateSeed } from "../../../../sandbox/feed/protocols/cargo/seed";
import { send, basic } from "../../../sandbox/feed/http-request";
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

const names = Array.from({ length: 60 }, (_, index) => `pkg-${String(index).padStart(2, "0")}`);

const upstreams = {
  pypi: Object.fromEntries(names.map((name) => [name, [wheel(name, "1.0.0")]])),
  cargo: { serde: ["1.0.0"], inner: ["1.0.0", "2.0.0"] },
  maven: { "org/up/lib/1.0/lib-1.0.jar": "jar 1.0" },
};

const facts = ({ name, kind, status, where }: FailedItem) => ({ name, kind, status, where });

describe("saving a lock file: what is refused", () => {
  let world: SavingWorld;
  before(async () => {
    world = await startSavingWorld(upstreams, {
      packages: [crateSeed({ name: "inner", version: "1.0.0", content: Buffer.from("inner crate") })],
    });
  });
  after(() => world.stop());

  it("stops at the first missing permission, and names role, feed and identity", async () => {
    for (const feed of ["private", "public"]) {
      world.feed.clearRequests();
      const entries = names.map((name) => pypiEntry(name, "1.0.0"));
      const result = await saveEntries(world.access("reader", feed, { concurrency: 4 }), { entries });
      assert.equal(result.stopped, "permission");
      assert.equal(result.saved.length, 0);
      assert.equal(result.failed.length, 1);
      assert.equal(result.notTried.length, names.length - 1);
      const [failure] = result.failed;
      assert.equal(failure?.kind, "permission");
      assert.equal(failure.status, 403);
      assert.match(failure.text, /Feed and Upstream Reader \(Collaborator\)/);
      assert.match(failure.text, /The reader \([0-9a-f-]{36}\)/);
      assert.ok(failure.text.includes(`Open Project/${feed}`), failure.text);
      assert.ok(world.feed.requests().length < 20, `${world.feed.requests().length} requests`);
      assert.deepEqual(world.held(feed), ["inner 1.0.0 inner-1.0.0.crate"]);
    }
  });

  it("says of a token that nobody knows that it was not taken", async () => {
    const result = await saveEntries(world.access("nobody"), { entries: [crateEntry("serde", "1.0.0")] });
    assert.deepEqual(result.failed.map(facts), [
      { name: "serde", kind: "unauthorized", status: 401, where: "Cargo.lock:3" },
    ]);
    assert.match(result.failed[0]?.text ?? "", /did not take the job's token/);
  });

  it("stops when there is no such feed", async () => {
    const entries = names.map((name) => pypiEntry(name, "1.0.0"));
    const result = await saveEntries(world.access("collaborator", "nowhere", { concurrency: 1 }), {
      entries,
    });
    assert.equal(result.stopped, "feedMissing");
    assert.deepEqual(result.failed.map(facts), [
      { name: "pkg-00", kind: "feedMissing", status: 404, where: "uv.lock:7" },
    ]);
    assert.match(result.failed[0]?.text ?? "", /There is no feed Open Project\/nowhere in Col/);
  });

  it("gives up per file for what is not there", async () => {
    const entries = [
      pypiEntry("nothing", "1.0.0"),
      pypiEntry("pkg-01", "9.9.9"),
      crateEntry("serde", "9.9.9"),
      crateEntry("nothing", "1.0.0"),
      mavenEntry("org/up/lib/9.9/lib-9.9.jar"),
      mavenEntry("org/up/lib/1.0/lib-1.0.jar"),
    ];
    const result = await saveEntries(world.access("collaborator"), { entries });
    assert.deepEqual(result.failed.map(({ name, version, kind }) => `${name} ${version} ${kind}`).sort(), [
      "nothing 1.0.0 notFound",
      "nothing 1.0.0 notFound",
      "org.up:lib 9.9 notFound",
      "pkg-01 9.9.9 notFound",
      "serde 9.9.9 notFound",
    ]);
    assert.equal(result.saved.length, 1);
  });

  it("tells a version that is blocked from one that is deleted", async () => {
    const access = world.access("collaborator");
    const { feed } = world;
    const url = `${feed.serverUrl}Col/Open%20Project/_apis/packaging/feeds/private/cargo/packages/serde/versions/1.0.0`;
    await saveEntries(access, { entries: [crateEntry("serde", "1.0.0")] });
    const deletion = await send(`${url}?api-version=7.1-preview.1`, {
      method: "DELETE",
      headers: basic("token-of-owner"),
    });
    assert.equal(deletion.status, 200);
    const entries = [crateEntry("inner", "2.0.0"), crateEntry("serde", "1.0.0")];
    const held = await readFeedContents(access, new WantedVersions(protocols, entries));
    const result = await saveEntries(access, { entries, held });
    assert.deepEqual(result.failed.map(({ name, kind }) => `${name} ${kind}`).sort(), [
      "inner blocked",
      "serde deleted",
    ]);
    assert.match(
      result.failed.find(({ kind }) => kind === "blocked")?.text ?? "",
      /Allow externally sourced versions/,
    );
  });

  it("asks nothing at an address that a name turns into another place", async () => {
    world.feed.clearRequests();
    const entries = [
      pypiEntry("..", "1.0.0"),
      { ...mavenEntry("a/b/1/c.jar"), file: "../../../../private/maven/v1/a.jar" },
      crateEntry("..", "1.0.0"),
    ];
    const result = await saveEntries(world.access("collaborator"), { entries });
    assert.deepEqual(
      result.failed.map(({ kind }) => kind),
      ["notFound", "notFound", "notFound"],
    );
    assert.deepEqual(
      world.feed.requests().map(({ path }) => path),
      ["/Col/Open%20Project/_packaging/private/Cargo/index/config.json"],
    );
  });

  it("puts wrong hashes first, and does not have the feed save a file whose stated hash differs", async () => {
    const bad = [sha256("something else")];
    const entries = [
      pypiEntry("nothing", "1.0.0"),
      { ...pypiEntry("pkg-02", "1.0.0"), hashes: bad },
      { ...mavenEntry("org/up/lib/1.0/lib-1.0.jar"), hashes: bad },
    ];
    const result = await saveEntries(world.access("collaborator"), { entries });
    assert.deepEqual(
      result.failed.map(({ kind }) => kind),
      ["hash", "hash", "notFound"],
    );
    assert.ok(!world.held().some((line) => line.startsWith("pkg-02 ")));
  });

  it("knows who the job is", async () => {
    const id = world.feed.ids.identity("Col", "collaborator");
    assert.equal(await world.access("collaborator").identityName(), `The collaborator (${id})`);
    assert.equal(await world.access("nobody").identityName(), undefined);
  });
});

describe("saving a lock file: a feed that hides from a Reader what it has not saved", () => {
  const locked = [wheel("alpha", "1.0.0"), sdist("alpha", "1.0.0")];
  const alpha = (hash: string): LockEntry => ({
    ...{ protocol: "pypi", name: "alpha", version: "1.0.0", where: "requirements.txt:1" },
    hashes: [sha256(hash)],
  });
  let world: SavingWorld;
  before(async () => {
    world = await startSavingWorld({ pypi: { alpha: locked } }, { unsavedStatus: 404 });
    await saveEntries(world.access("collaborator"), { entries: [pypiEntry("alpha", "1.0.0")] });
  });
  after(() => world.stop());

  it("blames the role for the file that is missing, and no hash", async () => {
    const { failed } = await saveEntries(world.access("reader"), { entries: [alpha("alpha 1.0.0 source")] });
    assert.deepEqual(
      failed.map(({ kind }) => kind),
      ["permission"],
    );
    assert.match(failed[0]?.text ?? "", /The reader .* Its permissions list that identity as Reader/);
  });

  it("blames the hash where the role may save, so that all files are shown", async () => {
    const { failed } = await saveEntries(world.access("collaborator"), { entries: [alpha("other")] });
    assert.deepEqual(
      failed.map(({ kind }) => kind),
      ["hash"],
    );
  });
});

describe("saving a lock file: a file that the feed does not take", () => {
  it("fails with the feed's own text, and with no fault of the network", async () => {
    const path = "org/up/big/1.0/big-1.0.pom";
    const world = await startSavingWorld({ maven: { [path]: "x".repeat(384_001) } });
    try {
      const { failed } = await saveEntries(world.access("collaborator"), { entries: [mavenEntry(path)] });
      assert.deepEqual(
        failed.map(({ kind, status }) => [kind, status]),
        [["refused", 400]],
      );
      assert.match(
        failed[0]?.text ?? "",
        /refuses it \(status 400: The file 'big-1\.0\.pom' has more than 384000 bytes/,
      );
    } finally {
      await world.stop();
    }
  });
});

describe("saving a lock file: an upstream source that is down", () => {
  it("fails those files and saves the others", async () => {
    const world = await startSavingWorld(upstreams);
    try {
      const access = world.access("collaborator");
      await saveEntries(access, { entries: [pypiEntry("pkg-00", "1.0.0")] });
      world.upstream.down = true;
      const entries = [
        pypiEntry("pkg-00", "1.0.0"),
        pypiEntry("pkg-01", "1.0.0"),
        crateEntry("serde", "1.0.0"),
      ];
      const held = await readFeedContents(access, new WantedVersions(protocols, entries));
      const result = await saveEntries(access, { entries, held });
      assert.equal(result.alreadySaved, 1);
      assert.deepEqual(
        result.failed.map(({ name, kind, status }) => `${name} ${kind} ${status ?? ""}`).sort(),
        ["pkg-01 upstreamDown 503", "serde upstreamDown 503"],
      );
    } finally {
      await world.stop();
    }
  });
});
