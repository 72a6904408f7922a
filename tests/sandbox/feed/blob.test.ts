import assert from "node:assert/strict";
import { readRange } from "../../../sandbox/feed/blob/byte-range";
import { basic, bearer, location, send } from "./http-request";
import { startTestFeed, tokenOf } from "./test-world";
import type { TestFeed } from "./test-world";

const path = "/pypi/download/inner-pkg/1/inner_pkg-1.0.0-py3-none-any.whl";

describe("feed: blob host", () => {
  let world: TestFeed;
  before(async () => {
    world = await startTestFeed();
  });
  after(() => world.feed.stop());

  const signed = async (): Promise<string> =>
    location(await send(`${world.wideFeed}${path}`, { headers: basic(tokenOf("reader")) }));

  it("is another host and port, with a new address each time", async () => {
    const [one, other] = [await signed(), await signed()];
    assert.notEqual(new URL(one).host, new URL(world.feed.serverUrl).host);
    assert.notEqual(one, other);
    const answer = await send(one);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers["content-type"], "application/octet-stream");
    assert.equal(answer.headers["accept-ranges"], "bytes");
    assert.equal(answer.headers["cache-control"], undefined);
    assert.equal(
      answer.headers["content-disposition"],
      'attachment; filename="inner_pkg-1.0.0-py3-none-any.whl"',
    );
  });

  it("refuses every request that carries an Authorization header", async () => {
    const address = await signed();
    for (const headers of [basic(tokenOf("reader")), bearer(tokenOf("reader")), { authorization: "x" }]) {
      const answer = await send(address, { headers });
      assert.equal(answer.status, 400);
      const message =
        "Authentication information is not given in the correct format. Check the value of Authorization header.";
      assert.equal(answer.reason, message);
      assert.ok(answer.text.includes(`<Code>InvalidAuthenticationInfo</Code><Message>${message}`));
    }
    const record = world.feed
      .requests()
      .findLast(({ protocol, status }) => protocol === "blob" && status === 400);
    assert.equal(record?.identity, "unknown token");
  });

  it("refuses changed, unsigned and expired addresses", async () => {
    const address = await signed();
    const changed = [
      address.replace(/sig=[^&]+/u, "sig=AAAA"),
      address.replace(/&?sig=[^&]+/u, ""),
      address.replace(/se=\d{4}/u, "se=2999"),
      address.replace(/filename%3D%22/u, "filename%3D%22x"),
      address.replace(/[0-9A-F]{4}\.blob/u, "0000.blob"),
    ];
    for (const each of changed) {
      const answer = await send(each);
      assert.equal(answer.status, 403, each);
      assert.match(answer.reason, /^Server failed to authenticate the request\./u);
    }
    const brief = await startTestFeed({ blobSeconds: -1 });
    try {
      const expired = await send(`${brief.wideFeed}${path}`, { headers: basic(tokenOf("reader")) });
      assert.equal((await send(location(expired))).status, 403);
    } finally {
      await brief.feed.stop();
    }
  });

  it("answers ranges, HEAD and revalidation", async () => {
    const address = await signed();
    const part = await send(address, { headers: { range: "bytes=6-" } });
    assert.deepEqual(
      [part.status, part.text, part.headers["content-range"]],
      [206, "wheel", "bytes 6-10/11"],
    );
    const beyond = await send(address, { headers: { range: "bytes=11-" } });
    assert.deepEqual([beyond.status, beyond.headers["content-range"]], [416, "bytes */11"]);
    const head = await send(address, { method: "HEAD" });
    assert.deepEqual([head.status, head.text, head.headers["content-length"]], [200, "", "11"]);
    const fresh = await send(address, { headers: { "if-none-match": head.headers.etag ?? "" } });
    assert.equal(fresh.status, 304);
    assert.equal((await send(address, { method: "PUT", body: "x" })).status, 405);
  });

  it("reads Range headers as RFC 9110 says", () => {
    const table: readonly (readonly [string | undefined, ReturnType<typeof readRange>])[] = [
      [undefined, undefined],
      ["bytes=0-3", { start: 0, end: 3 }],
      ["bytes=2-", { start: 2, end: 9 }],
      ["bytes=-4", { start: 6, end: 9 }],
      ["bytes=-40", { start: 0, end: 9 }],
      ["bytes=4-400", { start: 4, end: 9 }],
      ["bytes=10-", "unsatisfiable"],
      ["bytes=-0", "unsatisfiable"],
      ["bytes=5-3", undefined],
      ["bytes=-", undefined],
      ["bytes=0-1,3-4", undefined],
      ["lines=0-1", undefined],
    ];
    for (const [header, range] of table) assert.deepEqual(readRange(header, 10), range, String(header));
  });
});
