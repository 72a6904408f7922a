import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFeed } from "../../../sandbox/feed/start-feed";
import type { OrganizationDefinition } from "../../../sandbox/feed/start-feed";
import { basic, bearer, send } from "./http-request";
import { startTestFeed, testOrganization, tokenOf } from "./test-world";
import type { TestFeed } from "./test-world";

describe("feed: request log", () => {
  it("notes every request with who it was, and no token", async () => {
    const world = await startTestFeed();
    try {
      const page = `${world.wideFeed}/Cargo/index/config.json`;
      const agent = { "user-agent": "tester/1" };
      await send(`${page}?secret=1`, { headers: { ...bearer(tokenOf("reader")), ...agent } });
      await send(page, { headers: agent });
      await send(page, { headers: { ...basic("nonsense"), ...agent } });
      const { host } = new URL(world.feed.serverUrl);
      const expected = {
        method: "GET",
        scheme: "http",
        host,
        path: "/Col/_packaging/wide/Cargo/index/config.json",
      };
      const facts = world.feed.requests().map(({ time, durationMs, ...record }) => {
        assert.ok(Math.abs(Date.now() - Date.parse(time)) < 10_000 && durationMs >= 0);
        return record;
      });
      assert.deepEqual(facts, [
        {
          ...expected,
          status: 200,
          protocol: "cargo",
          feed: "wide",
          identity: "reader",
          auth: "Bearer",
          userAgent: "tester/1",
        },
        {
          ...expected,
          status: 401,
          protocol: "cargo",
          feed: "wide",
          identity: "anonymous",
          auth: "none",
          userAgent: "tester/1",
        },
        {
          ...expected,
          status: 401,
          protocol: "cargo",
          feed: "wide",
          identity: "unknown token",
          auth: "Basic",
          userAgent: "tester/1",
        },
      ]);
      assert.doesNotMatch(JSON.stringify(facts), /token-of|nonsense|secret/u);
      world.feed.clearRequests();
      assert.deepEqual(world.feed.requests(), []);
    } finally {
      await world.feed.stop();
    }
  });
});

describe("feed: faults", () => {
  let world: TestFeed;
  let page: string;
  const headers = basic(tokenOf("reader"));
  before(async () => {
    world = await startTestFeed();
    page = `${world.wideFeed}/pypi/simple/inner-pkg/`;
  });
  after(() => world.feed.stop());
  afterEach(() => {
    world.feed.setFaults([]);
  });

  const statuses = async (count: number): Promise<readonly number[]> => {
    const found: number[] = [];
    for (let index = 0; index < count; index += 1) found.push((await send(page, { headers })).status);
    return found;
  };

  it("answers 429 with Retry-After, the text and the rate-limit headers", async () => {
    world.feed.setFaults([{ path: "/pypi/", status: 429, retryAfter: 7 }]);
    const answer = await send(page, { headers });
    assert.equal(answer.status, 429);
    assert.equal(answer.headers["retry-after"], "7");
    assert.equal(answer.headers["x-ratelimit-resource"], "Concurrency");
    assert.match(
      answer.reason,
      /^Too Many Requests - Request was blocked due to exceeding usage of resource 'Concurrency' in namespace 'IPAddress'\./u,
    );
    assert.equal((await send(`${world.wideFeed}/Cargo/index/config.json`, { headers })).status, 200);
  });

  it("strikes every nth request, and at most so many times", async () => {
    world.feed.setFaults([{ every: 3, status: 503, times: 2 }]);
    assert.deepEqual(await statuses(9), [200, 200, 503, 200, 200, 503, 200, 200, 200]);
    world.feed.setFaults([
      { path: /simple\/none/u, status: 500 },
      { method: "PUT", status: 500 },
    ]);
    assert.deepEqual(await statuses(2), [200, 200]);
  });

  it("delays, and cuts connections", async () => {
    world.feed.setFaults([{ latencyMs: 60, times: 1 }]);
    const start = performance.now();
    await send(page, { headers });
    assert.ok(performance.now() - start >= 55);
    world.feed.setFaults([{ cut: true, times: 1 }]);
    await assert.rejects(send(page, { headers }), { code: "ECONNRESET" });
    assert.deepEqual(await statuses(1), [200]);
  });
});

describe("feed: start and stop", () => {
  const world = (change: Partial<OrganizationDefinition>): readonly OrganizationDefinition[] => [
    { ...testOrganization("server", "Col"), ...change },
  ];

  it("gives the same GUIDs in every run, and others to other names", async () => {
    const [one, other] = [await startTestFeed(), await startTestFeed()];
    await Promise.all([one.feed.stop(), other.feed.stop()]);
    const ids = ({ feed }: TestFeed): readonly (string | undefined)[] => [
      feed.ids.organization("Col"),
      feed.ids.project("Col", "Fiber Project"),
      feed.ids.feed("Col", "wide"),
      feed.ids.feed("Other", "wide"),
      feed.ids.view("Col", "wide", "Local"),
    ];
    assert.deepEqual(ids(one), ids(other));
    assert.equal(new Set(ids(one)).size, 5);
    for (const id of ids(one))
      assert.match(id ?? "", /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
    assert.equal(one.feed.ids.feed("Col", "nothing"), undefined);
    assert.throws(() => one.feed.saved("Col", "nothing"), /There is no feed 'nothing' in 'Col'/u);
  });

  it("stops by itself after its idle time, and closes both listeners", async () => {
    const feed = await startFeed({ organizations: world({}), idleStopSeconds: 0.05 });
    await feed.stopped;
    await assert.rejects(send(feed.serverUrl), { code: "ECONNREFUSED" });
    await feed.stop();
  });

  it("keeps a store folder that it was given, and refuses a port that is taken", async () => {
    const folder = await mkdtemp(join(tmpdir(), "feed-test-"));
    try {
      const first = await startFeed({ organizations: world({}), store: folder });
      const port = Number(new URL(first.serverUrl).port);
      await assert.rejects(startFeed({ organizations: world({}), port }), { code: "EADDRINUSE" });
      await first.stop();
      assert.ok(existsSync(folder));
      const files = await readdir(folder);
      assert.ok(files.length > 0 && files.every((file) => /^[0-9a-f]{64}\.blob$/u.test(file)), files.join());
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("refuses worlds that cannot be", async () => {
    const identity = { name: "a", displayName: "A", token: "t" };
    const worlds: readonly (readonly [Partial<OrganizationDefinition>, RegExp])[] = [
      [{ feeds: [{ name: "a@b", roles: {} }] }, /cannot be named 'a@b'/u],
      [{ feeds: [{ name: "f", project: "None", roles: {} }] }, /project 'None', which does not exist/u],
      [
        { feeds: [{ name: "f", visibility: "public", roles: {} }] },
        /can be public only in a public project/u,
      ],
      [
        { identities: [identity, { ...identity, name: "b" }] },
        /Identity 'b' of 'Col' needs a token of its own/u,
      ],
    ];
    for (const [change, message] of worlds)
      await assert.rejects(startFeed({ organizations: world(change) }), { message });
  });
});
