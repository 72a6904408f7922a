import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { stub, useFakeTimers, type SinonFakeTimers } from "sinon";
import { jobIdentity } from "../../../../shared/core/identity";
import type { Organization } from "../../../../shared/core/organization";
import { Secret } from "../../../../shared/core/secret";
import { drain } from "../../../../shared/shell/feed/answer";
import { FeedClient, type ClientOptions } from "../../../../shared/shell/feed/feed-client";
import type { Requests } from "../../../../shared/shell/feed/requests";
import { RunBudget } from "../../../../shared/shell/feed/run-budget";
import { server as collectionOf } from "../../core/organizations";

type Answer = readonly [status: number, headers?: OutgoingHttpHeaders];

/** The minute in which the tests' clock begins. */
const noon = Date.parse("2026-01-01T12:00:00Z");

describe("requests to a feed", () => {
  let feed: Server;
  let clock: SinonFakeTimers;
  let seen: { readonly request: IncomingMessage; readonly second: number }[];
  let answers: Answer[];
  let held: boolean;
  const opened: FeedClient[] = [];

  beforeEach(async () => {
    seen = [];
    answers = [];
    held = false;
    feed = createServer((request, response) => {
      seen.push({ request, second: (Date.now() - noon) / 1000 });
      const [status, headers] = answers.shift() ?? [200];
      if (!held) response.writeHead(status, headers).end();
    });
    await new Promise<void>((done) => feed.listen(0, "127.0.0.1", done));
    clock = useFakeTimers({ now: noon, toFake: ["setTimeout", "clearTimeout", "Date"] });
  });
  afterEach(async () => {
    clock.restore();
    for (const client of opened.splice(0)) client.close();
    feed.closeAllConnections();
    await new Promise((done) => feed.close(done));
  });

  const collection = (name: string): Organization =>
    collectionOf(`http://127.0.0.1:${(feed.address() as AddressInfo).port}/${name}/`);

  function open(options: Partial<ClientOptions> = {}): FeedClient {
    const organization = collection("Col");
    const identities = [jobIdentity(organization, { username: "u", token: new Secret("one") })];
    const client = new FeedClient({ organization, identities, ...options });
    opened.push(client);
    return client;
  }

  const address = (path = "x"): string => `${collection("Col").feedRoot}_packaging/f/pypi/simple/${path}/`;
  const get = async (requests: Requests, path?: string): Promise<number> =>
    (await requests.get(address(path), drain)).status;

  /** Lets what is under way come to rest: answers arrive by the network, whose clock is the real one. */
  async function settle(): Promise<void> {
    for (let turn = 0; turn < 50; turn += 1) await new Promise((done) => setImmediate(done));
  }

  async function pass(milliseconds: number): Promise<void> {
    await settle();
    await clock.tickAsync(milliseconds);
    await settle();
  }

  const seconds = (): readonly number[] => seen.map(({ second }) => second);

  describe("Retry-After", () => {
    it("holds back all requests of a step, also those of another batch", async () => {
      answers = [[429, { "Retry-After": "120" }]];
      const client = open({ patience: { baseMs: 0 } });
      const first = get(client);
      await pass(60_000);
      const second = get(client.batch(), "y");
      await pass(59_999);
      assert.deepEqual(seconds(), [0]);
      await pass(1);
      assert.deepEqual(await Promise.all([first, second]), [200, 200]);
      assert.deepEqual(seconds().slice(1), [120, 120]);
    });

    it("counts with a 200 too, and as a date", async () => {
      answers = [[200, { "Retry-After": "Thu, 01 Jan 2026 12:00:30 GMT" }]];
      const client = open();
      assert.equal(await get(client), 200);
      const second = get(client);
      await pass(29_000);
      assert.equal(seen.length, 1);
      await pass(1000);
      assert.equal(await second, 200);
      assert.deepEqual(seconds(), [0, 30]);
    });

    it("is obeyed for ten minutes at most, and is a second where a 429 has none", async () => {
      answers = [[200, { "Retry-After": "86400" }], [429]];
      const client = open();
      assert.equal(await get(client), 200);
      const second = get(client);
      await pass(600_000);
      assert.deepEqual(seconds(), [0, 600]);
      await pass(1000);
      await pass(0);
      assert.equal(await second, 200);
      assert.deepEqual(seconds(), [0, 600, 601]);
    });

    it("is given up after so many refusals", async () => {
      answers = Array.from({ length: 9 }, () => [429, { "Retry-After": "1" }] as const);
      const reply = get(open({ patience: { attempts: 3 } }));
      for (let second = 0; second < 6; second += 1) await pass(1000);
      assert.equal(await reply, 429);
      assert.equal(seen.length, 3);
    });
  });

  describe("retries", () => {
    beforeEach(() => {
      stub(Math, "random").returns(1);
    });
    afterEach(() => {
      (Math.random as unknown as { restore(): void }).restore();
    });

    it("wait twice as long each time, and end", async () => {
      answers = Array.from({ length: 9 }, () => [503] as const);
      const reply = get(open());
      for (const wait of [250, 500, 1000, 2000]) await pass(wait);
      assert.equal(await reply, 503);
      assert.deepEqual(seconds(), [0, 0.25, 0.75, 1.75, 3.75]);
    });

    it("have one budget in a step, so that a feed that fails everything is not asked five times as much", async () => {
      const warnings: Error[] = [];
      const note = (warning: Error): number => warnings.push(warning);
      process.on("warning", note);
      const files = 100;
      answers = Array.from({ length: files * 5 }, () => [500] as const);
      const client = open();
      const [one, other] = [client.batch(), client.batch()];
      const replies = Array.from({ length: files }, (_, index) => get(index % 2 === 0 ? one : other));
      for (let wait = 0; wait < 8; wait += 1) await pass(2000);
      assert.deepEqual([...new Set(await Promise.all(replies))], [500]);
      assert.equal(seen.length, files + RunBudget.maxRetries);
      assert.equal(one.sent + other.sent, seen.length);
      assert.equal(client.sent, 0);
      process.off("warning", note);
      assert.deepEqual(warnings, [], "which would stand in the log");
    });
  });

  describe("a batch that is stopped", () => {
    it("ends what it has under way and what waits, and nobody else's", async () => {
      const client = open({ concurrency: 1 });
      const batch = client.batch();
      held = true;
      const [running, waiting] = [get(batch), get(batch, "y")];
      await settle();
      assert.equal(seen.length, 1);
      batch.stop();
      for (const each of [running, waiting, get(batch, "z")]) await assert.rejects(each, { name: "Aborted" });
      held = false;
      assert.equal(await get(client), 200);
      assert.equal(seen.length, 2);
    });

    it("sends nothing that was let in just before", async () => {
      const batch = open().batch();
      const admitted = get(batch);
      batch.stop();
      await assert.rejects(admitted, { name: "Aborted" });
      await settle();
      assert.deepEqual([batch.sent, seen.length], [0, 0]);
    });

    it("does not wait for a pause to end", async () => {
      answers = [[429, { "Retry-After": "600" }]];
      const client = open();
      const batch = client.batch();
      const refused = get(batch);
      await settle();
      const waiting = get(batch, "y");
      batch.stop();
      await assert.rejects(refused, { name: "Aborted" });
      await assert.rejects(waiting, { name: "Aborted" });
      assert.equal(clock.countTimers(), 0, "nothing keeps the process from ending");
    });

    it("is each of a client that is closed, or whose signal fires", async () => {
      const cancel = new AbortController();
      for (const [client, end] of [
        [
          open(),
          (closed: FeedClient) => {
            closed.close();
          },
        ],
        [
          open({ signal: cancel.signal }),
          () => {
            cancel.abort();
          },
        ],
      ] as const) {
        const batch = client.batch();
        held = true;
        const running = get(batch);
        await settle();
        end(client);
        await assert.rejects(running, { name: "Aborted" });
        await assert.rejects(get(client), { name: "Aborted" });
        await assert.rejects(get(client.batch()), { name: "Aborted" });
      }
      assert.equal(seen.length, 2);
    });
  });

  it("carry the credentials of the identity that covers their address, and are not sent where none does", async () => {
    const identities = ["Col", "Other"].map((name) =>
      jobIdentity(collection(name), { username: "u", token: new Secret(`token of ${name}`) }),
    );
    const client = open({ identities });
    await client.get(address(), drain);
    await client.get(address().replace("/Col/", "/Other/"), drain);
    await client.getAnonymously(new URL(address()), drain);
    assert.deepEqual(
      seen.map(({ request }) => request.headers.authorization),
      [
        `Basic ${Buffer.from("u:token of Col").toString("base64")}`,
        `Basic ${Buffer.from("u:token of Other").toString("base64")}`,
        undefined,
      ],
    );
    await assert.rejects(client.get(address().replace("/Col/", "/Third/"), drain), {
      name: "ForeignAddress",
    });
    assert.equal(seen.length, 3);
  });

  it("give text to a reader that is made anew for each attempt", async () => {
    answers = [[503]];
    const client = open({ patience: { baseMs: 0 } });
    let made = 0;
    const reader = () => {
      made += 1;
      return { take: (text: string) => assert.fail(text), end: () => "the end" };
    };
    const reply = client.askIn({})(address(), reader, "text/html");
    await pass(0);
    assert.equal((await reply).value, "the end");
    assert.deepEqual([made, seen.length, seen[1]?.request.headers.accept], [1, 2, "text/html"]);
  });
});
