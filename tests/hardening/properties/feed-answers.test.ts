import assert from "node:assert/strict";
import fc from "fast-check";
import { clients } from "../../../shared/clients/clients";
import type { AskFeed, Found, Reply, TextReader } from "../../../shared/core/protocol";
import { Problem } from "../../../shared/core/problem";
import { FeedProtocols } from "../../../shared/shell/feed/feed-protocols";
import { place } from "../../shared/protocols/feed";
import { kinds, type Answers } from "./feed-answers";
import { asyncProperty, Share } from "./property";
import { readOrProblem } from "./reading";

const protocols = new FeedProtocols(clients.map(({ protocol }) => protocol));

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
});
