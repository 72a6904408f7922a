import assert from "node:assert/strict";
import type { LockEntry } from "../../../../shared/core/lock-entry";
import type { FeedAccess } from "../../../../shared/shell/feed/feed-access";
import { readFeedContents } from "../../../../shared/shell/feed/feed-contents";
import { WantedVersions } from "../../../../shared/shell/feed/holdings";
import { saveEntries, type SaveOptions } from "../../../../shared/shell/feed/save-files";
import type { SaveResult } from "../../../../shared/shell/feed/save-result";
import { readVersionFiles } from "../../../../shared/shell/feed/version-files";
import { basic, send } from "../../../sandbox/feed/http-request";
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

const names = Array.from({ length: 200 }, (_, index) => `pkg-${index}`);
const jars = names.slice(0, 100).flatMap((name) => {
  const stem = `org/up/${name}/1.0/${name}-1.0`;
  return [`${stem}.pom`, `${stem}.jar`];
});

const upstreams = {
  pypi: Object.fromEntries(names.map((name) => [name, [wheel(name, "1.0.0"), sdist(name, "1.0.0")]])),
  cargo: { serde: ["1.0.0"] },
  maven: Object.fromEntries(jars.map((file) => [file, `content of ${file}`])),
};

const serde = crateEntry("serde", "1.0.0");
const [pom = "", jar = ""] = jars;
const held = [pypiEntry("pkg-0", "1.0.0"), serde, mavenEntry(pom, `content of ${pom}`)];
const other = [sha256("another file")];

/** As a step does it: the list, the files of what is held, and what is left. */
async function run(
  access: FeedAccess,
  entries: readonly LockEntry[],
  options: Partial<SaveOptions> = {},
): Promise<SaveResult> {
  const contents = await readFeedContents(access, new WantedVersions(protocols, entries));
  const files = await readVersionFiles(access, contents, entries.length);
  return saveEntries(access, { entries, held: contents, files, ...options });
}

describe("files that the feed holds", () => {
  let world: SavingWorld;
  beforeEach(async () => {
    world = await startSavingWorld(upstreams);
  });
  afterEach(() => world.stop());

  const files = (): readonly string[] =>
    world.feed
      .requests()
      .map(({ path }) => path)
      .filter((path) => /\/download\/|\.(?:pom|jar|crate)$/.test(path));

  for (const [protocol, entries] of [
    [
      "pypi",
      names.flatMap((name) => [pypiEntry(name, "1.0.0"), pypiEntry(name, "1.0.0", sdist(name, "1.0.0"))]),
    ],
    ["maven", jars.map((file) => mavenEntry(file, `content of ${file}`))],
  ] as const)
    it(`cost no more than a fiftieth of the first run's requests (${protocol})`, async () => {
      const access = world.access("collaborator");
      await run(access, entries);
      const first = world.feed.requests().length;
      world.feed.clearRequests();
      const second = await run(access, entries);
      assert.deepEqual([second.alreadySaved, second.failed, second.saved.length], [entries.length, [], 0]);
      const again = world.feed.requests().length;
      assert.ok(again * 50 <= first, `${again} of ${first}`);
    });

  it("are asked for where a version has others only", async () => {
    const access = world.access("collaborator");
    await run(access, [pypiEntry("pkg-1", "1.0.0"), mavenEntry(pom)]);
    const source = pypiEntry("pkg-1", "1.0.0", sdist("pkg-1", "1.0.0"));
    const second = await run(access, [pypiEntry("pkg-1", "1.0.0"), source, mavenEntry(pom), mavenEntry(jar)]);
    assert.equal(second.alreadySaved, 2);
    assert.deepEqual(Array.from(second.saved, ({ file }) => file).sort(), [jar, source.file].sort());
  });

  const ways: readonly (readonly [string, Parameters<SavingWorld["feed"]["setFaults"]>[0]])[] = [
    ["the log of changes", []],
    ["the package's versions, or its index", [{ path: "/packagechanges", status: 404 }]],
  ];
  for (const [way, faults] of ways)
    it(`are wrong where they are not those of the lock file, each time (by ${way})`, async () => {
      const access = world.access("collaborator");
      await run(access, held);
      world.feed.setFaults(faults);
      for (const turn of [1, 2]) {
        world.feed.clearRequests();
        const result = await run(
          access,
          held.map((entry) => ({ ...entry, hashes: other })),
        );
        assert.deepEqual(
          result.failed.map(({ kind, name }) => `${kind} ${name}`).sort(),
          ["hash org.up:pkg-0", "hash pkg-0", "hash serde"],
          `turn ${turn}`,
        );
        assert.match(
          result.failed[0]?.text ?? "",
          /^The file that feed Open Project\/private holds has none/,
        );
        assert.deepEqual(files(), []);
      }
      const right = await run(access, held);
      assert.deepEqual([right.alreadySaved, right.failed.length], [3, 0]);
    });

  it("are held against a checksum file where nothing else states a hash of that kind", async () => {
    const access = world.access("collaborator");
    await run(access, [mavenEntry(jar)]);
    const entry = (hex: string): LockEntry => ({ ...mavenEntry(jar), hashes: [{ algorithm: "sha1", hex }] });
    const right = await send(
      `${world.feed.serverUrl}Col/Open%20Project/_packaging/private/maven/v1/${jar}.sha1`,
      {
        headers: basic("token-of-reader"),
      },
    );
    assert.equal((await run(access, [entry(right.text)])).alreadySaved, 1);
    const wrong = await run(access, [entry("0".repeat(40))]);
    assert.deepEqual(
      wrong.failed.map(({ kind }) => kind),
      ["hash"],
    );
  });

  it("are asked about once for a package where the log of changes is longer than it may cost", async () => {
    const access = world.access("collaborator");
    const all = [pypiEntry("pkg-3", "1.0.0"), pypiEntry("pkg-3", "1.0.0", sdist("pkg-3", "1.0.0"))];
    await run(access, all);
    world.feed.setFaults([{ path: "/packagechanges", status: 501 }]);
    world.feed.clearRequests();
    assert.equal((await run(access, all)).alreadySaved, 2);
    const asked = world.feed.requests().filter(({ path }) => /\/Packages\/[^/]+\/versions/i.test(path));
    assert.equal(asked.length, 1);
  });

  it("are found on pages that are shorter than was asked for", async () => {
    const short = await startSavingWorld(upstreams, { longestPage: 7 });
    try {
      const access = short.access("collaborator");
      const entries = names.slice(0, 30).map((name) => pypiEntry(name, "1.0.0"));
      await run(access, entries);
      assert.equal((await run(access, entries)).alreadySaved, 30);
    } finally {
      await short.stop();
    }
  });

  it("that were deleted are not held", async () => {
    const access = world.access("collaborator");
    await run(access, [serde]);
    const root = `${world.feed.serverUrl}Col/Open%20Project/_apis/packaging/feeds/private`;
    const address = `${root}/cargo/packages/serde/versions/1.0.0`;
    assert.equal(
      (
        await send(`${address}?api-version=7.1-preview.1`, {
          method: "DELETE",
          headers: basic("token-of-owner"),
        })
      ).status,
      200,
    );
    const result = await run(access, [serde]);
    assert.deepEqual(
      result.failed.map(({ kind }) => kind),
      ["deleted"],
    );
  });

  describe("looked at only", () => {
    const look = (identity: string, entries: readonly LockEntry[]): Promise<SaveResult> =>
      run(world.access(identity), entries, { onlyLook: true });

    it("changes nothing, and costs a request for each package that is not held, and none for a file", async () => {
      await run(world.access("collaborator"), [pypiEntry("pkg-5", "1.0.0"), serde]);
      const before = world.held();
      world.feed.clearRequests();
      const entries = [
        pypiEntry("pkg-5", "1.0.0"),
        serde,
        ...["pkg-6", "pkg-7"].flatMap((name) => [
          pypiEntry(name, "1.0.0"),
          pypiEntry(name, "1.0.0", sdist(name, "1.0.0")),
        ]),
        { ...pypiEntry("pkg-8", "1.0.0"), hashes: other },
        pypiEntry("nothing", "1.0.0"),
        mavenEntry(jar),
      ];
      const result = await look("collaborator", entries);
      assert.deepEqual(
        [result.alreadySaved, Array.from(result.saved, ({ name }) => name).sort()],
        [2, ["org.up:pkg-0", "pkg-6", "pkg-6", "pkg-7", "pkg-7"]],
      );
      assert.deepEqual(
        result.failed.map(({ kind, name }) => `${kind} ${name}`),
        ["hash pkg-8", "notFound nothing"],
      );
      assert.deepEqual(files(), []);
      assert.equal(world.feed.requests().filter(({ path }) => path.includes("/simple/")).length, 4);
      assert.deepEqual(world.held(), before);
    });

    it("says of a Reader what the feed does not hold, and asks no index for it", async () => {
      await run(world.access("collaborator"), [serde]);
      world.feed.clearRequests();
      const result = await look("reader", [
        serde,
        pypiEntry("pkg-6", "1.0.0"),
        pypiEntry("nothing", "1.0.0"),
      ]);
      assert.deepEqual(
        [result.alreadySaved, Array.from(result.saved, ({ name }) => name), result.failed],
        [1, ["pkg-6", "nothing"], []],
      );
      assert.ok(world.feed.requests().every(({ path }) => path.includes("/_apis/")));
    });
  });
});
