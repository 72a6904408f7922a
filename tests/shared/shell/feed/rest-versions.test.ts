import assert from "node:assert/strict";
import type { LockEntry } from "../../../../shared/core/lock-entry";
import type { Reply } from "../../../../shared/core/protocol";
import { readFeedContents } from "../../../../shared/shell/feed/feed-contents";
import type { FeedAccess } from "../../../../shared/shell/feed/feed-access";
import { WantedVersions, type FeedContents } from "../../../../shared/shell/feed/holdings";
import { RestVersions } from "../../../../shared/shell/feed/rest-versions";
import { saveEntries } from "../../../../shared/shell/feed/save-files";
import { crateEntry, mavenEntry, protocols, pypiEntry, startSavingWorld, wheel } from "./saving";
import type { SavingWorld } from "./saving";

const jar = "org/Up/Lib/1.0-RC1/Lib-1.0-RC1.jar";
const upstreams = {
  pypi: { "alpha-one": [wheel("alpha_one", "1.0.0")] },
  cargo: { serde_json: ["1.0.0"] },
  maven: { [jar]: "jar" },
};
const entries: readonly LockEntry[] = [
  { ...pypiEntry("alpha-one", "1.0.0", wheel("alpha_one", "1.0.0")) },
  crateEntry("serde_json", "1.0.0"),
  mavenEntry(jar, "jar"),
];

const contentsOf = (access: FeedAccess): Promise<FeedContents> =>
  readFeedContents(access, new WantedVersions(protocols, entries));

const versionsAsked = (world: SavingWorld): readonly string[] =>
  world.feed
    .requests()
    .filter(({ path }) => path.includes("/_apis/packaging/"))
    .map(({ status, apiVersion = "" }) => `${status} ${apiVersion}`);

describe("REST versions: a feed of", () => {
  // Which versions a release takes: tests/sandbox/feed/api-versions.test.ts, which names the sources.
  const servers: readonly (readonly ["Services" | "2022" | "2020" | "2019.1", readonly string[]])[] = [
    ["Services", ["200 7.1"]],
    ["2022", ["400 7.1", "200 6.0-preview.1"]],
    ["2020", ["400 7.1", "200 6.0-preview.1"]],
    ["2019.1", ["400 7.1", "400 6.0-preview.1", "200 5.1-preview.1"]],
  ];
  for (const [release, first] of servers) {
    it(`${release} tells what it holds, and what it refused once is not asked again`, async () => {
      const world = await startSavingWorld(upstreams, release === "Services" ? {} : { release });
      try {
        const access = world.access("collaborator");
        assert.equal((await access.document()).status, 200);
        assert.deepEqual(versionsAsked(world), first);
        await saveEntries(access, { entries });
        world.feed.clearRequests();
        const held = await contentsOf(access);
        assert.deepEqual(
          entries.map((entry) => held.find(entry)?.deleted),
          entries.map(() => false),
        );
        const [version = ""] = first.slice(-1);
        assert.deepEqual([...new Set(versionsAsked(world))], [version]);
        assert.equal(await access.role(), "collaborator");
        assert.match((await access.identityName()) ?? "", /^The collaborator \(/);
      } finally {
        await world.stop();
      }
    });
  }
});

describe("REST versions: a refusal", () => {
  const asked: string[] = [];
  const ask = async (versions: RestVersions, replies: readonly Partial<Reply<string>>[]) => {
    asked.length = 0;
    return versions.ask("https://feeds.example/_apis/x?a=b", "7.1", (address) => {
      asked.push(address.slice("https://feeds.example/_apis/x?a=b&api-version=".length));
      const reply = replies[asked.length - 1] ?? { status: 200, value: "good" };
      return Promise.resolve({ status: 400, message: "", typeKey: "", ...reply });
    });
  };

  // The texts: actions/runner, WebApiResources.g.cs; msft-extensions#491; arcade-services#1141.
  const aboutVersions: readonly Partial<Reply<string>>[] = [
    { typeKey: "VssVersionOutOfRangeException" },
    { typeKey: "VssInvalidPreviewVersionException" },
    { typeKey: "VssVersionNotSupportedException" },
    {
      message:
        "The requested REST API version of 7.1 is out of range for this server. The latest REST API version this server supports is 6.0.",
    },
    {
      message:
        'The requested version "5.0" of the resource is under preview. The -preview flag must be supplied in the api-version for such requests. For example: "5.0-preview"',
    },
  ];
  for (const reply of aboutVersions)
    it(`of the version leads to an older one: ${reply.typeKey ?? reply.message ?? ""}`, async () => {
      const versions = new RestVersions();
      assert.equal((await ask(versions, [reply])).value, "good");
      assert.deepEqual(asked, ["7.1", "6.0-preview.1"]);
      await ask(versions, []);
      assert.deepEqual(asked, ["6.0-preview.1"]);
    });

  const others: readonly Partial<Reply<string>>[] = [
    { typeKey: "VssPropertyValidationException" },
    { status: 404, message: "No api-version here" },
    { status: 403, typeKey: "FeedNeedsPermissionsException" },
    { status: 401 },
  ];
  for (const reply of others)
    it(`of anything else is the answer: ${JSON.stringify(reply)}`, async () => {
      const versions = new RestVersions();
      assert.equal((await ask(versions, [reply])).status, reply.status ?? 400);
      assert.deepEqual(asked, ["7.1"]);
    });

  it("of every version is the answer, and the oldest is asked from then on", async () => {
    const versions = new RestVersions();
    const refusal = { typeKey: "VssVersionOutOfRangeException" };
    assert.equal((await ask(versions, [refusal, refusal, refusal])).status, 400);
    assert.deepEqual(asked, ["7.1", "6.0-preview.1", "5.1-preview.1"]);
    await ask(versions, [refusal]);
    assert.deepEqual(asked, ["5.1-preview.1"]);
  });
});

describe("REST calls about what a feed holds", () => {
  let world: SavingWorld;
  afterEach(() => world.stop());

  for (const [status, step] of [
    [400, "The task asks in REST versions 7.1, 6.0 and 5.1"],
    [401, "Give that identity the role Feed Reader of the feed (http://127.0.0.1:"],
    [403, "Give that identity the role Feed Reader of the feed (http://127.0.0.1:"],
    [500, "Run again; if it stays, see that the agent can reach 127.0.0.1:"],
  ] as const)
    it(`that are refused with ${status} leave it unknown, and that is said`, async () => {
      world = await startSavingWorld(upstreams);
      const notices: string[] = [];
      const access = world.access("collaborator", "private", {
        onNotice: (text) => notices.push(text),
      });
      world.feed.setFaults([{ path: "/packages", status }]);
      assert.equal((await contentsOf(access)).known, false);
      assert.equal((await contentsOf(access)).known, false);
      assert.equal(notices.length, 1, notices.join("\n"));
      const told =
        /^What feed Open Project\/private holds could not be read as The collaborator \([^)]+\): it answered (\d+) to a call about what it holds: Service unavailable\. So every file is asked for, and nothing is reported as held before\. (.*)/;
      const [, answered, next] = told.exec(notices[0] ?? "") ?? [];
      assert.equal(answered, String(status), notices[0]);
      assert.ok(next?.startsWith(step), next);
    });

  it("that no version is known of leave it unknown, and that is said", async () => {
    world = await startSavingWorld(upstreams, { release: "2018" });
    const notices: string[] = [];
    const access = world.access("collaborator", "private", { onNotice: (text) => notices.push(text) });
    const held = await contentsOf(access);
    assert.equal(held.known, false);
    assert.deepEqual(
      versionsAsked(world).filter((each) => each.startsWith("400")),
      versionsAsked(world),
    );
    assert.match(
      notices.join("\n"),
      /^What feed Open Project\/private holds could not be read as the job's identity: it answered 400 .*: The requested REST API version of 5\.1 is out of range for this server\. The latest REST API version this server supports is 4\.0\. So every file is asked for/,
    );
    const result = await saveEntries(access, { entries, held });
    assert.deepEqual([result.failed, result.saved.length], [[], entries.length]);
  });

  const spellings: readonly (readonly [string, (name: string) => string])[] = [
    ["as the name is", (name) => name],
    ["in upper case", (name) => name.toUpperCase()],
    ["with underscores", (name) => name.replaceAll("-", "_")],
    ["with dashes", (name) => name.replaceAll("_", "-")],
    ["as nobody expects", (name) => `#${name.length}`],
  ];
  for (const [title, normalizedName] of spellings)
    it(`find every version where normalizedName is ${title}`, async () => {
      world = await startSavingWorld(upstreams, { normalizedName });
      const access = world.access("collaborator");
      await saveEntries(access, { entries });
      const held = await contentsOf(access);
      const spelled = [...entries, crateEntry("Serde-Json", "1.0.0"), mavenEntry(jar.toLowerCase())];
      // `org.up:lib` in other letters is the same artifact, whatever the feed's list makes of it.
      assert.deepEqual(
        spelled.map((entry) => held.find(entry)?.deleted),
        spelled.map(() => false),
      );
    });
});
