import assert from "node:assert/strict";
import fc from "fast-check";
import { clients } from "../../../shared/clients/clients";
import type { FeedAccess } from "../../../shared/shell/feed/feed-access";
import { readFeedContents } from "../../../shared/shell/feed/feed-contents";
import { FeedProtocols } from "../../../shared/shell/feed/feed-protocols";
import { WantedVersions } from "../../../shared/shell/feed/holdings";
import { retryAfter } from "../../../shared/shell/feed/patience";
import { place } from "../../shared/protocols/feed";
import { entry } from "./feed-answers";
import { nastyText } from "./hostile-texts";
import { asyncProperty, property, Share } from "./property";

const protocols = new FeedProtocols(clients.map(({ protocol }) => protocol));

const wanted = [entry("pypi", "alpha", "1.0"), entry("cargo", "alpha", "1.0.0"), entry("maven", "g:a", "1")];

/** JSON with the keys that are looked for, in all places and of all types, most of it nearly right. */
const lists: fc.Arbitrary<unknown> = fc.letrec<{
  list: unknown;
  package: unknown;
  version: unknown;
  any: unknown;
}>((tie) => {
  const mostly = (usual: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: tie("any") });
  const id = mostly(fc.constantFrom("a", "B", "00000000-0000-0000-0000-000000000000"));
  return {
    any: fc.oneof(fc.constantFrom(null, true, 1, "", [], {}, [null], { value: null }), nastyText()),
    version: mostly(
      fc.record(
        {
          id,
          version: mostly(fc.constantFrom("1.0", "1.0.0", "1")),
          isDeleted: mostly(fc.boolean()),
          directUpstreamSourceId: id,
        },
        { requiredKeys: [] },
      ),
    ),
    package: mostly(
      fc.record(
        {
          id,
          name: mostly(fc.constantFrom("alpha", "g:a", "__proto__")),
          normalizedName: id,
          versions: mostly(fc.array(tie("version"), { maxLength: 4 })),
        },
        { requiredKeys: [] },
      ),
    ),
    list: mostly(
      fc.record(
        {
          value: mostly(fc.array(tie("package"), { maxLength: 4 })),
          upstreamSources: mostly(
            fc.array(
              mostly(fc.record({ id, name: id, displayLocation: id, location: id }, { requiredKeys: [] })),
              { maxLength: 3 },
            ),
          ),
        },
        { requiredKeys: [] },
      ),
    ),
  };
}).list;

/** A feed that gives one document to every question. */
function accessTo(document: unknown): FeedAccess {
  const reply = { status: 200, value: document, message: "", typeKey: "" };
  const answer = (): Promise<typeof reply> => Promise.resolve(reply);
  const client = { call: answer, notice: () => Promise.resolve(), maxPages: 3 };
  return { ...place, protocols, client, document: answer } as unknown as FeedAccess;
}

describe("a feed's lists, whatever is in them", () => {
  const known = new Share(0.3);
  type ReadContents = typeof readFeedContents;
  asyncProperty<ReadContents, unknown>({
    title: "lists of what the feed holds tell what is there, or nothing",
    subject: readFeedContents,
    values: lists,
    check: async (read, list) => {
      const contents = await read(accessTo(list), new WantedVersions(protocols, wanted));
      if (read === readFeedContents) known.count(contents.known);
      for (const version of wanted) {
        const held = contents.find(version);
        assert.equal(typeof contents.hasPushed(version), "boolean");
        if (held === undefined) continue;
        assert.equal(typeof held.deleted, "boolean");
        for (const text of [held.upstream?.name ?? "", held.upstream?.location ?? "", ...(held.ids ?? [])])
          assert.equal(typeof text, "string");
      }
    },
    faults: {
      "it takes the answer for what it should be": async (access, of) => {
        const { value } = await access.client.call("");
        const packages = (value as { value: { versions: { version: string }[] }[] }).value;
        packages.forEach(({ versions }) => {
          versions.forEach(({ version }) => version.trim());
        });
        return readFeedContents(access, of);
      },
      "it hands on what an answer says": async (access, of) => {
        const contents = await readFeedContents(access, of);
        const { value } = await access.client.call("");
        return {
          ...contents,
          known: true,
          find: () => ({ deleted: value }) as never,
          size: 0,
          hasPushed: () => false,
        };
      },
    },
  });

  it("told of something often enough", () => {
    known.verify();
  });

  property<typeof retryAfter, string>({
    title: "a Retry-After is a wait that is no less than none, or no wait",
    subject: retryAfter,
    values: fc.oneof(
      fc.constantFrom(
        "1",
        "0",
        "99999999",
        "1e9",
        "-1",
        "Fri, 31 Dec 1999 23:59:59 GMT",
        "9".repeat(400),
        "0x10",
      ),
      fc.integer().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      nastyText(),
    ),
    check: (read, header) => {
      const wait = read(header, 1_800_000_000_000);
      assert.ok(wait === undefined || wait >= 0, `${wait}`);
    },
    faults: {
      "it takes any text for a number": (header) => Number(header),
      "it takes a date that has passed for a wait": (header, now) => Date.parse(header ?? "") - now,
    },
  });
});
