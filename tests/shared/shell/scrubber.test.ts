import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Scrubber } from "../../../shared/shell/scrubber";

const token = randomBytes(300).toString("base64url");
const pair = Buffer.from(`VssSessionToken:${token}`).toString("base64");
const scrubber = new Scrubber([token, pair, "short-one"]);

/** The longest run of the token's characters that a text still has. */
function longestLeft(text: string): number {
  const dense = text.replace(/\s+/g, "");
  let longest = 0;
  for (let start = 0; start < token.length; start += 1)
    while (dense.includes(token.slice(start, start + longest + 1)) && start + longest < token.length)
      longest += 1;
  return longest;
}

describe("shell: scrubber", () => {
  const leaks: readonly (readonly [string, string, string])[] = [
    ["whole", `before ${token} after`, "before *** after"],
    ["within other text", `https://x:${token}@feed.example/`, "https://x:***@feed.example/"],
    ["twice", `${token},${token}`, "***,***"],
    ["in its other form", `Authorization: Basic ${pair}`, "Authorization: Basic ***"],
    ["one that is short", 'a "short-one" b', 'a "***" b'],
    ["one that is short, over two lines", "sho\nrt-one", "***\n***"],
  ];
  for (const [title, text, expected] of leaks) {
    it(`takes out a secret ${title}`, () => {
      assert.equal(scrubber.scrub(text), expected);
    });
  }

  it("takes out the pieces that a line was broken into", () => {
    const lines = token.match(/.{1,76}/g) ?? [];
    assert.equal(scrubber.scrub(lines.join("\n")), lines.map(() => "***").join("\n"));
  });

  it("takes out a secret of which each character has a line", () => {
    const text = token.split("").join("\n");
    assert.ok(longestLeft(text) === token.length);
    assert.equal(longestLeft(scrubber.scrub(text)), 0);
  });

  it("takes out every piece of sixteen characters, wherever it begins", () => {
    for (let start = 0; start + 16 <= token.length; start += 1) {
      const text = `${"x".repeat(start % 9)} "${token.slice(start, start + 16)}", and more`;
      const left = scrubber.scrub(text);
      assert.ok(left.includes('"***"'), `${start}: ${left}`);
    }
  });

  it("leaves other texts as they are", () => {
    const text = `No secret here:\n\t${randomBytes(4000).toString("base64")}\r\n ümläut 😀\n`;
    assert.equal(scrubber.scrub(text), text);
    assert.equal(new Scrubber([]).scrub(token), token);
  });

  it("knows of a line what the lines before it ended with, and leaves no more than 15 characters", () => {
    for (const length of [1, 2, 7, 10, 14, 40]) {
      const scrub = scrubber.lines();
      const pieces = token.match(new RegExp(`.{1,${length}}`, "g")) ?? [];
      const lines = ["before", "", ...pieces.map((piece) => `  ${piece}`), "and after"].map((line) =>
        scrub(line),
      );
      assert.ok(longestLeft(lines.join("\n")) < 15, `${length}: ${lines.join("|")}`);
      assert.deepEqual([lines[0], lines[1], lines.at(-1)], ["before", "", "and after"]);
    }
  });

  it("knows nothing of another stream", () => {
    const [one, other] = [scrubber.lines(), scrubber.lines()];
    const [first, second] = [token.slice(0, 7), token.slice(7, 14)];
    assert.deepEqual([one(first), other(second), one(second)], [first, second, "***"]);
  });

  it("takes no word out for a secret of few characters", () => {
    assert.equal(new Scrubber(["a", "word"]).scrub("a word"), "a word");
  });

  it("takes a text of megabytes in less than a second", () => {
    const text = `${randomBytes(3_000_000).toString("base64")}\n${token}`;
    const start = performance.now();
    assert.ok(!scrubber.scrub(text).includes(token));
    const seconds = (performance.now() - start) / 1000;
    assert.ok(seconds < 1, `${seconds} s`);
  });
});
