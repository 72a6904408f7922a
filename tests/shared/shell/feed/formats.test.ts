import assert from "node:assert/strict";
import { downloadAddress, indexPath } from "../../../../shared/protocols/cargo/crate-files";
import { ownAddress, OwnAddresses } from "../../../../shared/shell/feed/covered-addresses";
import { Pace } from "../../../../shared/shell/feed/pace";
import { backoff, defaultPatience, isPassing, retryAfter } from "../../../../shared/shell/feed/patience";
import { readAnchors } from "../../../../shared/protocols/pypi/simple-page";
import { compareStated } from "../../../../shared/shell/feed/save-file";
import { packageKey, versionKey } from "../../../../shared/shell/feed/feed-protocols";
import { server, services } from "../../core/organizations";
import { pypiEntry, sha256 } from "./saving";

describe("saving a lock file: formats", () => {
  it("gives equal keys to equal versions", () => {
    const table: readonly (readonly ["pypi" | "cargo" | "maven", string, string])[] = [
      ["pypi", "2.31.0", "2.31"],
      ["pypi", "2.0.0", "2"],
      ["pypi", "7.1.0b4", "7.1b4"],
      ["pypi", "1.0.0.post1", "1.post1"],
      ["pypi", "1!2.0", "1!2"],
      ["pypi", "V1.10", "1.10"],
      ["pypi", "0.0.0", "0"],
      ["pypi", "1.0+cu124", "1+cu124"],
      ["pypi", "legacy", "legacy"],
      ["cargo", "1.0.0+build.5", "1.0.0"],
      ["cargo", "1.0.0-rc.1", "1.0.0-rc.1"],
      ["maven", "1.0.0", "1.0.0"],
    ];
    for (const [protocol, version, key] of table) assert.equal(versionKey(protocol, version), key, version);
    assert.equal(packageKey({ protocol: "pypi", name: "A_b.-C" }), "pypi/a-b-c");
    assert.equal(packageKey({ protocol: "cargo", name: "Inner_x" }), "cargo/inner_x");
    assert.equal(packageKey({ protocol: "maven", name: "G:A" }), "maven/G:A");
  });

  it("finds a crate's place and its download as the Cargo book says", () => {
    assert.deepEqual(["a", "ab", "abc", "abcd"].map(indexPath), ["1/a", "2/ab", "3/a/abc", "ab/cd/abcd"]);
    const table: readonly (readonly [string, string])[] = [
      ["https://x.example/dl", "https://x.example/dl/Serde/1.0.0%2Bb/download"],
      ["https://x.example/{crate}/{version}/d", "https://x.example/Serde/1.0.0%2Bb/d"],
      ["https://x.example/{prefix}/{lowerprefix}/{sha256-checksum}", "https://x.example/Se/rd/se/rd/c0"],
    ];
    for (const [template, address] of table)
      assert.equal(downloadAddress(template, "Serde", "1.0.0+b", "c0"), address);
  });

  it("reads the anchors of a page in pieces of any size", async () => {
    const page = `<!DOCTYPE html><body><h1>x</h1><a href="https://h.example/a&amp;b-1.whl#sha256=0f" data-requires-python="&gt;=3.7">a&amp;b-1.whl</a><br/>\n<A data-yanked='' HREF='../b.tar.gz'>b&#46;tar&#x2e;gz</A></body>`;
    for (const size of [1, 7, 1000]) {
      const pieces = Array.from({ length: Math.ceil(page.length / size) }, (_, at) =>
        page.slice(at * size, (at + 1) * size),
      );
      const anchors = [];
      for await (const anchor of readAnchors(stream(pieces))) anchors.push(anchor);
      assert.deepEqual(anchors, [
        { href: "https://h.example/a&b-1.whl#sha256=0f", text: "a&b-1.whl" },
        { href: "../b.tar.gz", text: "b.tar.gz" },
      ]);
    }
  });

  it("refuses a page that is none, without taking long", async () => {
    const begun = Date.now();
    const read = async (): Promise<void> => {
      for await (const anchor of readAnchors(stream(Array.from({ length: 80 }, () => "<a ".repeat(8000)))))
        assert.fail(anchor.text);
    };
    await assert.rejects(read(), /no simple page/);
    assert.ok(Date.now() - begun < 5000, `${Date.now() - begun} ms`);
  });

  it("lets the token go to the own organization only", () => {
    const own: readonly (readonly [ReturnType<typeof services>, string])[] = [
      [services("org"), "https://pkgs.dev.azure.com/org/p/_packaging/f/pypi/simple/x/"],
      [services("org"), "https://feeds.dev.azure.com/ORG/_apis/packaging/Feeds/f"],
      [services("org"), "https://feeds.dev.azure.com/org/p/_apis/packaging/Feeds/f"],
      [services("org"), "https://pkgs.dev.azure.com/org/_apis/connectionData"],
      [server("https://tfs.example/tfs/Col/"), "https://tfs.example/tfs/Col/_apis/connectionData"],
    ];
    for (const [organization, address] of own) assert.equal(ownAddress(address, organization).href, address);
    const foreign = [
      "https://feeds.dev.azure.com/other/_apis/packaging/Feeds/f",
      "https://feeds.dev.azure.com/org-2/_apis/packaging/Feeds/f",
      "https://feeds.dev.azure.com/org/../other/_apis/packaging/Feeds/f",
      "https://feeds.dev.azure.com/org/%2e%2e/other/_apis/packaging/Feeds/f",
      "https://feeds.dev.azure.com:8443/org/_apis/packaging/Feeds/f",
      "http://feeds.dev.azure.com/org/_apis/packaging/Feeds/f",
      "https://feeds.dev.azure.com@evil.example/org/_apis/x",
      "https://u:p@feeds.dev.azure.com/org/_apis/x",
      "https://feeds.dev.azure.com.evil.example/org/_apis/x",
      "https://feeds.dev.azure.com/org/p/q/_apis/x",
      "https://dev.azure.com/org/_apis/git/repositories",
      "https://pkgs.dev.azure.com/other/_packaging/f/pypi/simple/",
      "//pkgs.dev.azure.com/org/_apis/x",
    ];
    for (const address of foreign)
      assert.throws(() => ownAddress(address, services("org")), { name: "ForeignAddress" }, address);
  });

  it("looks at every address anew that does not begin with a feed which was looked at", () => {
    const addresses = new OwnAddresses(services("org"));
    const feed = "https://pkgs.dev.azure.com/org/p/_packaging/f/";
    assert.equal(addresses.parse(`${feed}pypi/simple/x/`).href, `${feed}pypi/simple/x/`);
    assert.equal(addresses.parse(`${feed}Cargo/index/a%20b?c=d`).href, `${feed}Cargo/index/a%20b?c=d`);
    const other = "https://pkgs.dev.azure.com/org/_packaging/g/npm/registry/";
    assert.equal(addresses.parse(other).href, other);
    for (const address of [
      `${feed}../../../../other/p/_packaging/f/pypi/simple/`,
      `${feed}x/../y`,
      `${feed}%2e%2e/y`,
      `${feed}x\\y`,
      feed.replace("/org/", "/other/"),
      feed.replace("https:", "http:"),
      feed.replace("azure.com", "azure.com:8443"),
      feed.replace("azure.com", "azure.com.evil.example"),
      feed.replace("pkgs", "pkgs.dev.azure.com@evil.example"),
    ])
      assert.throws(() => addresses.parse(address), { name: "ForeignAddress" }, address);
  });

  it("compares stated hashes without a byte", () => {
    const entry = pypiEntry("a", "1.0.0");
    const [good] = entry.hashes;
    assert.ok(good);
    const other = sha256("other");
    const sha512 = { algorithm: "sha512", hex: "00" } as const;
    const table = [
      [[good], good, "same"],
      [[other, good], good, "same"],
      [[other], good, "different"],
      [[other, sha512], good, "unknown"],
      [[sha512], good, "unknown"],
      [[], good, "unknown"],
      [[good], undefined, "unknown"],
    ] as const;
    for (const [hashes, stated, agreement] of table) {
      const target = { entry: { ...entry, hashes }, file: "", address: "", checked: true };
      assert.equal(compareStated(stated === undefined ? target : { ...target, stated }), agreement);
    }
  });
});

describe("saving a lock file: waits", () => {
  it("reads Retry-After in both forms", () => {
    const now = Date.parse("Wed, 21 Oct 2015 07:28:00 GMT");
    assert.equal(retryAfter("120", now), 120_000);
    assert.equal(retryAfter("Wed, 21 Oct 2015 07:28:30 GMT", now), 30_000);
    assert.equal(retryAfter("Wed, 21 Oct 2015 07:27:00 GMT", now), 0);
    assert.deepEqual(
      [undefined, "", "soon"].map((text) => retryAfter(text, now)),
      [undefined, undefined, undefined],
    );
  });

  it("doubles up to a cap, and repeats only what can pass", () => {
    assert.deepEqual(
      [0, 1, 2, 20].map((retry) => backoff(defaultPatience, retry, 1)),
      [250, 500, 1000, 20_000],
    );
    assert.equal(backoff(defaultPatience, 3, 0), 0);
    const statuses = [200, 303, 400, 401, 403, 404, 408, 429, 500, 501, 502, 503, 504];
    assert.deepEqual(statuses.filter(isPassing), [408, 429, 500, 502, 503, 504]);
  });

  it("halves what is under way on a pause, and grows again", async () => {
    const pace = new Pace(4);
    const running = () => [1, 2, 3, 4, 5].map(() => pace.enter());
    const count = { entered: 0 };
    for (const each of running()) void each.then(() => (count.entered += 1));
    await settled();
    assert.equal(count.entered, 4);
    pace.pause(20);
    for (let each = 0; each < 4; each += 1) pace.leave(false);
    await settled();
    assert.equal(count.entered, 4);
    await new Promise((resolve) => setTimeout(resolve, 40));
    assert.equal(count.entered, 5);
    for (const each of running()) void each.then(() => (count.entered += 1));
    await settled();
    assert.equal(count.entered, 6, "two at once after the pause");
    for (let each = 0; each < 4; each += 1) pace.leave(true);
    await settled();
    assert.equal(count.entered, 10);
  });
});

async function* stream(pieces: readonly string[]): AsyncGenerator<string> {
  for (const piece of pieces) yield await Promise.resolve(piece);
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
