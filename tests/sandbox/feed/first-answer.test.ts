import assert from "node:assert/strict";
import type { FeedDefinition } from "../../../sandbox/feed/start-feed";
import { basic, location, send } from "./http-request";
import { startTestFeed, testOrganization, tokenOf } from "./test-world";
import type { TestFeed } from "./test-world";

const files = [
  ["pypi/download/up/2.1/up-2.1.0-py3-none-any.whl", 303, "up 2.1.0"],
  ["Cargo/api/v1/crates/up/1.1.0/download", 302, undefined],
  ["maven/v1/org/up/lib/1.1/lib-1.1.jar", 303, "jar 1.1"],
] as const;

const as = (identity: string, more: Readonly<Record<string, string>> = {}) => ({
  headers: { ...basic(tokenOf(identity)), ...more },
});

/** A server whose feeds differ from the usual ones in something. */
function startWith(change: Partial<FeedDefinition>): Promise<TestFeed> {
  const plain = testOrganization("server", "Col");
  return startTestFeed({
    organizations: [{ ...plain, feeds: plain.feeds.map((feed) => ({ ...feed, ...change })) }],
  });
}

describe("feed: the first GET of a file", () => {
  let world: TestFeed;
  afterEach(() => world.feed.stop());
  const saved = (): readonly string[] =>
    world.feed
      .saved("Col", "wide")
      .filter(({ upstream }) => upstream !== undefined)
      .map(({ file }) => file);

  for (const [path, status, content] of files)
    it(`can give the bytes, and every later one redirects: ${path}`, async () => {
      world = await startWith({ firstAnswer: "bytes" });
      // pnpm/pnpm#11572: 200, `application/octet-stream; api-version=7.2-preview.1`, then 303.
      const first = await send(`${world.wideFeed}/${path}`, as("collaborator"));
      assert.equal(first.status, 200);
      assert.equal(first.headers["content-type"], "application/octet-stream; api-version=7.2-preview.1");
      if (content !== undefined) assert.equal(first.text, content);
      assert.equal(saved().length, 1);
      const second = await send(`${world.wideFeed}/${path}`, as("collaborator"));
      assert.equal(second.status, status);
      assert.deepEqual((await send(location(second))).body, first.body);
    });

  for (const [path, status] of files)
    it(`can save only when its redirect is followed: ${path}`, async () => {
      world = await startWith({ savesWhen: "fetched" });
      const first = await send(`${world.wideFeed}/${path}`, as("collaborator"));
      assert.equal(first.status, status);
      assert.deepEqual(saved(), []);
      assert.equal((await send(location(first))).status, 200);
      assert.equal(saved().length, 1);
    });

  for (const [path, status] of files)
    it(`is refused to what looks like a browser, unless the file is saved: ${path}`, async () => {
      world = await startTestFeed();
      const address = `${world.wideFeed}/${path}`;
      // pnpm/pnpm#11572 and #11602: undici's fetch sends `sec-fetch-mode: cors`.
      const browser = as("collaborator", { "sec-fetch-mode": "cors" });
      const refused = await send(address, browser);
      const said = refused.json() as { readonly typeKey: string; readonly message: string };
      assert.deepEqual([refused.status, said.typeKey], [400, "PotentiallyDangerousRequestException"]);
      assert.match(
        said.message,
        /^For security reasons, an upstream package cannot be downloaded from a browser/,
      );
      assert.deepEqual(saved(), []);
      assert.equal((await send(address, as("collaborator"))).status, status);
      assert.equal((await send(address, browser)).status, status);
    });
});

describe("feed: normalized names", () => {
  it("can differ from the names in the lists", async () => {
    const world = await startWith({ normalizedName: (name) => name.toUpperCase() });
    try {
      const list = await send(`${world.collection}/_apis/packaging/feeds/wide/packages`, as("reader"));
      const { value } = list.json() as {
        readonly value: readonly { name: string; normalizedName: string }[];
      };
      assert.ok(value.length > 0);
      for (const { name, normalizedName } of value) assert.equal(normalizedName, name.toUpperCase());
    } finally {
      await world.feed.stop();
    }
  });
});
