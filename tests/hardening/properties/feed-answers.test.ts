import assert from "node:assert/strict";
import fc from "fast-check";
import { clients } from "../../../shared/clients/clients";
import type { LockEntry } from "../../../shared/core/lock-entry";
import type { AskFeed, Found, Reply, TextReader } from "../../../shared/core/protocol";
import { Problem } from "../../../shared/core/problem";
import { FeedProtocols } from "../../../shared/shell/feed/feed-protocols";
import type { FeedAccess } from "../../../shared/shell/feed/feed-access";
import { readFeedContents } from "../../../shared/shell/feed/feed-contents";
import { WantedVersions } from "../../../shared/shell/feed/holdings";
import { retryAfter } from "../../../shared/shell/feed/patience";
import { place, root } from "../../shared/protocols/feed";
import { sha256 } from "../../shared/clients/reading";
import { mutated, nastyText, repetitive } from "./hostile-texts";
import { asyncProperty, property, Share } from "./property";
import { readOrProblem } from "./reading";

const digest = sha256("a");
const protocols = new FeedProtocols(clients.map(({ protocol }) => protocol));

const entry = (
  protocol: string,
  name: string,
  version: string,
  more: Partial<LockEntry> = {},
): LockEntry => ({
  protocol,
  name,
  version,
  where: "lock:1",
  hashes: [{ algorithm: "sha256", hex: digest }],
  ...more,
});

/** What the readers of one kind of answer are given, and for which entries. */
interface Answers {
  readonly protocol: string;
  readonly entries: readonly LockEntry[];
  /** Right answers, and what breaks them. */
  readonly texts: fc.Arbitrary<string>;
  /** What else the protocol asks for, by what its address ends with. */
  readonly others?: Readonly<Record<string, string>>;
}

const anchors = fc
  .array(
    fc.record({
      file: fc.oneof(
        fc.constantFrom("alpha-1.0-py3-none-any.whl", "alpha-1.0.tar.gz", "Alpha-2.0.zip"),
        nastyText(),
      ),
      way: fc.oneof(
        fc.constantFrom("../../pypi/download/alpha/1.0/", "https://files.example/1.0/", "//evil.example/"),
        nastyText(),
      ),
      hash: fc.constantFrom(`#sha256=${digest}`, "#sha256=00", "#md5=xyz", "", "#sha256="),
      more: fc.constantFrom("", ' data-yanked=""', " class='a'", ' data-requires-python="&gt;=3.8"'),
    }),
    { maxLength: 8 },
  )
  .map((all) =>
    all
      .map(({ file, way, hash, more }) => `<a href="${way}${file}${hash}"${more}>${file}</a><br/>`)
      .join("\n"),
  )
  .map((body) => `<!DOCTYPE html><html><body>${body}</body></html>`);

const indexLines = fc
  .array(
    fc.record({
      name: fc.oneof(fc.constant("alpha"), nastyText(), fc.constant(1)),
      vers: fc.oneof(fc.constantFrom("1.0.0", "1.0.0+build", "2.0.0"), nastyText()),
      cksum: fc.constantFrom(digest, "00", "", digest.toUpperCase()),
      deps: fc.constant([]),
    }),
    { maxLength: 8 },
  )
  .map((all) => all.map((line) => JSON.stringify(line)).join("\n"));

function answers(right: fc.Arbitrary<string>, marks: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: right },
    { weight: 4, arbitrary: mutated(right, marks) },
    { weight: 1, arbitrary: repetitive([...marks, '"1.0.0"', "alpha"]) },
  );
}

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
  const client = {
    get: () => Promise.resolve({ status: 200, value: document, message: "", typeKey: "" }),
    maxPages: 3,
  };
  return { ...place, protocols, client } as unknown as FeedAccess;
}

const jsonMarks = ["{", "}", "[", "]", '"', ":", ",", "\n", "\\", "null", '{"vers":"1.0.0"}'];
const template = JSON.stringify({ dl: `${root}cargo/api/v1/crates` });

const kinds: Readonly<Record<string, Answers>> = {
  "a simple page": {
    protocol: "pypi",
    entries: [
      entry("pypi", "alpha", "1.0", { file: "alpha-1.0-py3-none-any.whl" }),
      entry("pypi", "alpha", "1.0"),
      entry("pypi", "alpha", "2.0", { hashes: [] }),
    ],
    texts: answers(anchors, [
      "<a ",
      "<a",
      "</a>",
      ">",
      'href="',
      "href='",
      "&#x41;",
      "&#0;",
      "&#9999999;",
      "<",
      '"',
      "#sha256=",
    ]),
  },
  "an index file": {
    protocol: "cargo",
    entries: [entry("cargo", "alpha", "1.0.0"), entry("cargo", "alpha", "1.0.0+other", { hashes: [] })],
    texts: answers(indexLines, jsonMarks),
    others: { "config.json": template },
  },
  "an index's config.json": {
    protocol: "cargo",
    entries: [entry("cargo", "alpha", "1.0.0")],
    texts: answers(
      fc
        .record({
          dl: fc.oneof(
            fc.constantFrom("{crate}/{version}", "{prefix}{lowerprefix}{sha256-checksum}", root),
            nastyText(),
          ),
        })
        .map((config) => JSON.stringify(config)),
      jsonMarks,
    ),
    others: { "al/ph/alpha": JSON.stringify({ name: "alpha", vers: "1.0.0", cksum: digest }) },
  },
};

/** An answer, and where its pieces end. */
interface Given {
  readonly text: string;
  readonly cuts: readonly number[];
}

const given = (texts: fc.Arbitrary<string>): fc.Arbitrary<Given> =>
  fc.record({ text: texts, cuts: fc.array(fc.nat(1000), { maxLength: 6 }) });

function piecesOf({ text, cuts }: Given): readonly string[] {
  const places = cuts.map((cut) => Math.floor((cut * text.length) / 1000)).sort((one, other) => one - other);
  return [0, ...places].map((start, index) => text.slice(start, places[index] ?? text.length));
}

/** What the readers of a protocol make of an answer that comes in pieces. Rejects as they do. */
type ReadAnswer = (kind: Answers, pieces: readonly string[]) => Promise<Reply<Found>>;

const readAnswer: ReadAnswer = ({ protocol, entries, others = {} }, pieces) => {
  const ask: AskFeed = (address, reader) => {
    const other = Object.entries(others).find(([end]) => address.endsWith(end))?.[1];
    const given = other === undefined ? pieces : [other];
    return Promise.resolve({ status: 200, value: readPieces(reader, given), message: "", typeKey: "" });
  };
  return protocols.of(protocol).openLookUp(place, ask)(entries);
};

/** In time for the text's length, with a new reader for each look. */
function readPieces<T>(open: () => TextReader<T>, pieces: readonly string[]): T {
  const read = (): T => {
    const reader = open();
    for (const piece of pieces) reader.take(piece);
    return reader.end();
  };
  const value = readOrProblem(read, pieces.join(""));
  return value instanceof Problem ? assert.fail(value) : value;
}

/** What came of it as a text: equal where the same came of it. */
async function outcomeOf(read: ReadAnswer, kind: Answers, pieces: readonly string[]): Promise<string> {
  try {
    const { value } = await read(kind, pieces);
    const targets = [...(value ?? [])].map(([found, all]) => [kind.entries.indexOf(found), all]);
    assertTargets(kind, value ?? new Map());
    return JSON.stringify(targets);
  } catch (error) {
    // What is not understood is an Error; these are of a reader that did not think of it.
    if (!(error instanceof Error) || error instanceof RangeError || error instanceof TypeError) throw error;
    if (error instanceof assert.AssertionError) throw error;
    return "refused";
  }
}

function assertTargets({ entries }: Answers, found: Found): void {
  for (const [wanted, targets] of found) {
    assert.ok(entries.includes(wanted));
    for (const { entry: of, file, address, stated } of targets) {
      assert.equal(of, wanted);
      assert.equal(typeof file, "string");
      assert.equal(typeof address, "string");
      assert.match(stated?.hex ?? "00", /^[0-9a-f]+$/);
    }
  }
}

/** Readers with something wrong, made of one that is right. */
function brokenReaders(kind: Answers): Readonly<Record<string, ReadAnswer>> {
  return {
    "it reads each piece for itself": async (of, pieces) => readAnswer(of, pieces.slice(0, 1)),
    "it throws another error": () => Promise.reject(new TypeError("planted")),
    "it takes whatever the answer says for a hash": async (of, pieces) => {
      const reply = await readAnswer(of, pieces);
      const [wanted] = kind.entries;
      if (wanted === undefined) return reply;
      const target = { entry: wanted, file: "", address: "", checked: true };
      const stated = { algorithm: "sha256", hex: pieces.join("") } as const;
      return { ...reply, value: new Map([[wanted, [{ ...target, stated }]]]) };
    },
    "it takes the time of the square of the length": (of, pieces) => {
      readOrProblem(() => squareOf(pieces.join("")), pieces.join(""));
      return readAnswer(of, pieces);
    },
  };
}

function squareOf(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1)
    for (let other = 0; other < text.length; other += 1) sum += (at ^ other) & 1;
  return sum;
}

describe("a feed's answers, whatever is in them", () => {
  for (const [title, kind] of Object.entries(kinds)) {
    const found = new Share(0.05);
    asyncProperty<ReadAnswer, Given>({
      title: `${title} comes to the same however it is cut, in time, or is refused`,
      subject: readAnswer,
      values: given(kind.texts),
      check: async (read, answer) => {
        const outcome = await outcomeOf(read, kind, piecesOf(answer));
        if (read === readAnswer) found.count(/"address"/.test(outcome));
        assert.equal(outcome, await outcomeOf(readAnswer, kind, [answer.text]));
      },
      faults: brokenReaders(kind),
    });

    it(`${title} had something often enough`, () => {
      found.verify();
    });
  }

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
        const { value } = await access.client.get("", () => Promise.resolve({}));
        const packages = (value as { value: { versions: { version: string }[] }[] }).value;
        packages.forEach(({ versions }) => { versions.forEach(({ version }) => version.trim()); });
        return readFeedContents(access, of);
      },
      "it hands on what an answer says": async (access, of) => {
        const contents = await readFeedContents(access, of);
        const { value } = await access.client.get("", () => Promise.resolve({}));
        return {
          ...contents,
          known: true,
          find: () => ({ deleted: value }) as never,
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
