import assert from "node:assert/strict";
import { cargo } from "../../../sandbox/bench/clients/cargo";
import { startPlainFeed, type PlainFeed } from "../../../sandbox/bench/plain-feed/plain-feed";

const headers = { Authorization: "Basic dTpw" };

describe("the bench's plain feed", () => {
  let feed: PlainFeed;

  before(async () => {
    assert.ok(cargo.save);
    feed = await startPlainFeed(cargo.save.feed.script, ["a".repeat(64)]);
  });

  after(() => feed.stop());

  const ask = (path: string): Promise<Response> =>
    fetch(new URL(path, feed.serverUrl), { headers, redirect: "manual" });

  const listed = async (skip: number): Promise<readonly string[]> => {
    const answer = await ask(
      `C/_apis/packaging/Feeds/f/packages?protocolType=Cargo&$top=2&$skip=${skip}&x=1`,
    );
    const { value } = (await answer.json()) as { value: { name: string }[] };
    return value.map(({ name }) => name);
  };

  it("leads to a crate, redirects to it, and lists it from then on until it is told to forget", async () => {
    await feed.tell({ forget: true });
    const config = (await (await ask("C/_packaging/f/Cargo/index/config.json")).json()) as { dl: string };
    const line = (await (await ask("C/_packaging/f/Cargo/index/cr/at/crate-7")).json()) as object;
    assert.deepEqual(line, { ...line, name: "crate-7", cksum: "a".repeat(64) });
    for (const crate of ["crate-7", "crate-8", "crate-9"]) {
      const path = config.dl.replace("{crate}", crate).replace("{version}", "1.0.0");
      assert.equal((await ask(path)).status, 302);
    }
    assert.deepEqual(await listed(0), ["crate-7", "crate-8"]);
    assert.deepEqual(await listed(2), ["crate-9"]);
    const log = (await (
      await ask("C/_apis/packaging/Feeds/f/packagechanges?continuationToken=1&batchSize=2000")
    ).json()) as { count: number; nextPackageContinuationToken: number };
    assert.deepEqual([log.count, log.nextPackageContinuationToken], [2, 3]);
    assert.equal((await feed.tell({ forget: true })).requests, 8);
    assert.deepEqual(await listed(0), []);
  });

  it("refuses a request without credentials and does not know what it does not have", async () => {
    assert.equal(
      (await fetch(new URL("C/_packaging/f/Cargo/index/config.json", feed.serverUrl))).status,
      401,
    );
    assert.equal((await ask("C/_packaging/f/Cargo/index/se/rd/serde")).status, 404);
  });

  it("waits before each answer", async () => {
    await feed.tell({ latencyMs: 30 });
    await ask("C/_apis/connectionData");
    const { requests, meanMs } = await feed.tell({ latencyMs: 0 });
    assert.equal(requests, 1);
    assert.ok(meanMs >= 25, `${meanMs} ms`);
  });
});
