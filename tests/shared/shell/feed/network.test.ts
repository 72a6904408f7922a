import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { saveEntries } from "../../../../shared/shell/feed/save-files";
import { server } from "../../core/organizations";
import { crateEntry, mavenEntry, pypiEntry, quick, startSavingWorld, wheel } from "./saving";
import type { SavingWorld } from "./saving";

const crates = Array.from({ length: 40 }, (_, index) => `crate-${index}`);

const upstreams = {
  pypi: { alpha: [wheel("alpha", "1.0.0")] },
  cargo: Object.fromEntries(crates.map((name) => [name, ["1.0.0"]])),
  maven: { "org/up/lib/1.0/lib-1.0.jar": "jar 1.0" },
};

const all = crates.map((name) => crateEntry(name, "1.0.0"));

describe("saving a lock file: the network", () => {
  let world: SavingWorld;
  beforeEach(async () => {
    world = await startSavingWorld(upstreams);
  });
  afterEach(() => world.stop());

  it("obeys Retry-After with all requests, and saves everything", async () => {
    world.feed.setFaults([{ path: "/download", status: 429, retryAfter: 1, times: 3 }]);
    const begun = Date.now();
    const result = await saveEntries(world.access("collaborator", "private", { concurrency: 8 }), {
      entries: all,
    });
    assert.deepEqual([result.saved.length, result.failed.length], [all.length, 0]);
    assert.ok(Date.now() - begun >= 1000);
    const records = world.feed.requests().map(({ time, status }) => ({ at: Date.parse(time), status }));
    const refused = Math.max(...records.filter(({ status }) => status === 429).map(({ at }) => at));
    const early = records.filter(
      ({ at, status }) => status !== 429 && at > refused + 150 && at < refused + 900,
    );
    assert.deepEqual(early, []);
  });

  it("gives up a file that stays limited, and goes on", async () => {
    world.feed.setFaults([{ path: "/crate-3/", status: 429, retryAfter: 0 }]);
    const result = await saveEntries(world.access("collaborator"), { entries: all });
    assert.deepEqual(
      result.failed.map(({ name, kind, status }) => [name, kind, status]),
      [["crate-3", "rateLimited", 429]],
    );
    assert.equal(result.saved.length, all.length - 1);
  });

  it("repeats what was cut and what failed with 5xx, in a feed and in its storage", async () => {
    world.feed.setFaults([
      { every: 4, cut: true },
      { every: 5, status: 500 },
      { path: "/b-", times: 1, cut: true },
    ]);
    const entries = [
      ...all,
      pypiEntry("alpha", "1.0.0"),
      mavenEntry("org/up/lib/1.0/lib-1.0.jar", "jar 1.0"),
    ];
    const result = await saveEntries(
      world.access("collaborator", "private", { patience: { ...quick, attempts: 12 } }),
      { entries },
    );
    assert.deepEqual(result.failed, []);
    assert.equal(world.held().length, entries.length);
  });

  it("gives up a file whose connection always breaks, and goes on", async () => {
    world.feed.setFaults([{ path: "/crate-3/", cut: true }]);
    const result = await saveEntries(world.access("collaborator"), { entries: all });
    assert.deepEqual(
      result.failed.map(({ name, kind }) => [name, kind]),
      [["crate-3", "network"]],
    );
    assert.equal(result.saved.length, all.length - 1);
  });

  it("sends the token to the feed only, and fetches bytes only where no index states their hash", async () => {
    const entries = [
      ...all.slice(0, 3),
      pypiEntry("alpha", "1.0.0"),
      mavenEntry("org/up/lib/1.0/lib-1.0.jar", "jar 1.0"),
    ];
    await saveEntries(world.access("collaborator"), { entries });
    const toStorage = () => world.feed.requests().filter(({ protocol }) => protocol === "blob");
    assert.deepEqual(
      toStorage().map(({ auth, status }) => [auth, status]),
      [["none", 200]],
    );
    world.feed.clearRequests();
    const result = await saveEntries(world.access("collaborator"), { entries, verify: "always" });
    assert.deepEqual(result.failed, []);
    assert.equal(toStorage().length, entries.length);
    assert.ok(toStorage().every(({ auth }) => auth === "none"));
    const host = new URL(world.feed.serverUrl).host;
    const others = world.feed.requests().filter((record) => record.host !== host);
    assert.ok(others.every(({ auth }) => auth === "none"));
  });

  it("stops at once when the signal fires, and says what was done", async () => {
    world.feed.setFaults([{ latencyMs: 30 }]);
    const cancel = new AbortController();
    let cancelled = 0;
    const result = await saveEntries(
      world.access("collaborator", "private", { concurrency: 2, signal: cancel.signal }),
      {
        entries: all,
        onProgress: ({ saved }) => {
          if (saved !== 3) return;
          cancelled = Date.now();
          cancel.abort();
        },
      },
    );
    assert.ok(Date.now() - cancelled < 200);
    assert.equal(result.stopped, "aborted");
    assert.deepEqual(result.failed, []);
    assert.equal(result.saved.length + result.notTried.length, all.length);
    const sent = world.feed.requests().length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok(world.feed.requests().length <= sent + 2);
  });

  it("does not begin when the signal has fired before", async () => {
    const result = await saveEntries(
      world.access("collaborator", "private", { signal: AbortSignal.abort() }),
      { entries: all },
    );
    assert.deepEqual([result.stopped, result.notTried.length, result.requests], ["aborted", all.length, 0]);
  });
});

describe("saving a lock file: a feed that points elsewhere", () => {
  it("does not send the token to another host that an index names", async () => {
    const seen: (string | undefined)[] = [];
    const foreign = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end();
    });
    const feed = createServer((request, response) => {
      const origin = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
      if (request.url?.endsWith("config.json") === true) {
        response.end(JSON.stringify({ dl: `${origin}/Col/_packaging/private/cargo/{crate}/{version}` }));
      } else if (request.url?.includes("/pypi/") === true) {
        response.end(`<a href="${origin}/Col/_packaging/private/pypi/alpha.whl">alpha.whl</a>`);
      } else response.end(JSON.stringify({ name: "serde", vers: "1.0.0", cksum: "00" }));
    });
    await Promise.all(
      [foreign, feed].map((each) => new Promise<void>((done) => each.listen(0, "127.0.0.1", done))),
    );
    const world = await startSavingWorld({});
    try {
      const organization = server(`http://127.0.0.1:${(feed.address() as AddressInfo).port}/Col/`);
      const result = await saveEntries(world.access("collaborator", "private", { organization }), {
        entries: [
          { ...pypiEntry("alpha", "1.0.0"), file: "alpha.whl" },
          { ...crateEntry("serde", "1.0.0"), hashes: [] },
        ],
      });
      assert.equal(result.failed.length, 2);
      assert.ok(
        result.failed.every(({ text }) => text.startsWith("Nothing was asked")),
        result.failed[0]?.text,
      );
      assert.deepEqual(seen, []);
    } finally {
      await world.stop();
      foreign.close();
      feed.close();
    }
  });
});
