import assert from "node:assert/strict";
import fc from "fast-check";
import { base64Forms, credentialsOf, printableForms } from "../../../shared/core/credentials";
import { Scrubber } from "../../../shared/shell/scrubber";
import { nastyTexts } from "./hostile-texts";
import { property, Share } from "./property";

/** A leak of fewer characters in a row is no use to anybody, and may stay (shell/scrubber.ts). */
const shortest = 16;

/** Ways in which a program writes a text, each made without the product; what stands before and behind differs. */
const encodings: Readonly<Record<string, (token: string) => string>> = {
  "as it is": (token) => token,
  "in an address": (token) => `https://u:${encodeURIComponent(token)}@feed.example/`,
  "in JSON": (token) => JSON.stringify({ token }),
  "in XML": (token) =>
    `<p>${token.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")}</p>`,
  base64: (token) => Buffer.from(token).toString("base64"),
  "base64 of a pair": (token) => `Basic ${Buffer.from(`u:${token}`).toString("base64")}`,
  "base64 of another pair": (token) => Buffer.from(`VssSessionToken:${token}`).toString("base64"),
  "base64 of a longer text": (token) => Buffer.from(`user=${token}&more=1`).toString("base64"),
  hex: (token) => Buffer.from(token).toString("hex"),
  "hex in capitals": (token) => Buffer.from(token).toString("hex").toUpperCase(),
};

/** The forms that a step takes out: what it has the agent mask, and base64 of each (shell/secrets.ts). */
function formsOf(token: string): readonly string[] {
  const forms = printableForms(credentialsOf("VssSessionToken", token)).map((form) => form.expose());
  return [...forms, ...forms.flatMap(base64Forms)];
}

const secretSigns = Array.from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
/** As the agent's tokens are, and as people's passwords are. */
const tokens = fc.oneof(
  fc.string({ unit: fc.constantFrom(...secretSigns), minLength: 40, maxLength: 120 }).filter(isVaried),
  fc
    .string({ unit: "grapheme-ascii", minLength: 24, maxLength: 60 })
    .filter((text) => isVaried(text) && /^\S+$/.test(text)),
);

/** A token that repeats itself is found in words that only look like it. */
function isVaried(text: string): boolean {
  return new Set(text).size > text.length / 4;
}

interface Leak {
  readonly token: string;
  /** What is written of an encoding, broken where white space is put in. */
  readonly pieces: readonly string[];
  /** The whole of it. */
  readonly encoded: string;
}

const gaps = fc.constantFrom("", " ", "\n", "\r\n\t", "\n\n  ");

/** A token, written in one of the ways, cut off at one end or both, and spread over lines. */
const leaks: fc.Arbitrary<Leak> = fc
  .record({
    token: tokens,
    encode: fc.constantFrom(...Object.values(encodings)),
    from: fc.nat(400),
    length: fc.oneof(fc.constant(10_000), fc.integer({ min: shortest, max: 200 })),
    cuts: fc.array(fc.tuple(fc.nat(1000), gaps), { maxLength: 6 }),
    around: fc.tuple(words(), words()),
  })
  .map(({ token, encode, from, length, cuts, around: [before, behind] }) => {
    const encoded = encode(token);
    const start = length > 1000 ? 0 : from % Math.max(1, encoded.length - shortest);
    const piece = encoded.slice(start, start + length);
    const broken = cuts.reduce((text, [at, gap]) => {
      const place = Math.floor((at * text.length) / 1000);
      return text.slice(0, place) + gap + text.slice(place);
    }, piece);
    return { token, encoded, pieces: [before, " ", broken, "\n", behind].join("").split("\n") };
  });

/** Texts of logs, without what could be a secret's. */
function words(): fc.Arbitrary<string> {
  return fc
    .array(
      fc.oneof(
        fc.constantFrom("Fetching", "##[error]", "a-1.0.whl", "https://feed.example/x", "\t"),
        fc.constantFrom(...nastyTexts),
      ),
      {
        maxLength: 5,
      },
    )
    .map((all) => all.join(" "));
}

/** Where `shortest` characters in a row of a token's encoding are still in a text, white space not counted. */
function leftOf({ token, encoded }: Leak, text: string): string | undefined {
  const dense = text.replace(/\s+/g, "");
  for (const secret of secretsIn(token, encoded))
    for (let at = 0; at + shortest <= secret.length; at += 1)
      if (dense.includes(secret.slice(at, at + shortest))) return secret.slice(at, at + shortest);
  return undefined;
}

/** The part of an encoding that depends on the token: the rest is the frame, which anybody may see. */
function secretsIn(token: string, encoded: string): readonly string[] {
  const other = Object.values(encodings)
    .map((encode) => [encode(token), encode(otherOf(token))] as const)
    .find(([ofToken]) => ofToken === encoded)?.[1];
  if (other === undefined) return [encoded];
  let [start, end] = [0, 0];
  while (start < encoded.length && encoded[start] === other[start]) start += 1;
  while (end < encoded.length - start && encoded.at(-1 - end) === other.at(-1 - end)) end += 1;
  return [encoded.slice(start, encoded.length - end)];
}

/** A token of the same length of which every character differs, and is escaped where the first one is. */
function otherOf(token: string): string {
  return token.replace(/[A-Za-z0-9]/g, (sign) => (sign === "x" ? "y" : "x"));
}

type Scrub = (forms: readonly string[], lines: readonly string[]) => string;

const whole: Scrub = (forms, lines) => new Scrubber(forms).scrub(lines.join("\n"));
const byLine: Scrub = (forms, lines) => {
  const scrub = new Scrubber(forms).lines();
  return lines.map((line) => scrub(line)).join("\n");
};

describe("the scrubber, whatever it is given", () => {
  for (const [title, subject] of [
    ["a text", whole],
    ["lines", byLine],
  ] as const)
    property<Scrub, Leak>({
      title: `${title}: no piece of a secret comes out, however it is written and broken`,
      subject,
      values: leaks,
      check: (scrub, leak) => {
        assert.equal(leftOf(leak, scrub(formsOf(leak.token), leak.pieces)), undefined);
      },
      faults: {
        "it takes out nothing": (_forms, lines) => lines.join("\n"),
        "it looks for whole secrets": (forms, lines) =>
          forms.reduce((text, form) => text.replaceAll(form, "***"), lines.join("\n")),
        "it knows the token as it is alone": ([token = ""], lines) => subject([token], lines),
        "it looks at each line for itself": (forms, lines) =>
          lines.map((line) => new Scrubber(forms).scrub(line)).join("\n"),
        "it takes white space for the end of a secret": (forms, lines) =>
          lines
            .map((line) =>
              line
                .split(" ")
                .map((word) => new Scrubber(forms).scrub(word))
                .join(" "),
            )
            .join("\n"),
      },
    });

  const untouched = new Share(0.5);
  property<Scrub, { readonly token: string; readonly text: string }>({
    title: "a text without a secret comes out as it was",
    subject: whole,
    values: fc.record({
      token: tokens,
      text: fc
        .array(fc.oneof(words(), fc.string({ unit: "binary", maxLength: 60 }), tokens), { maxLength: 6 })
        .map((all) => all.join("\n")),
    }),
    check: (scrub, { token, text }) => {
      const forms = formsOf(token);
      const isClean = !hasGram(text.replace(/\s+/g, ""), forms);
      if (scrub === whole) untouched.count(isClean);
      if (isClean) assert.equal(scrub(forms, text.split("\n")), text);
    },
    faults: {
      "it takes out what looks like a secret": (_forms, lines) =>
        lines.join("\n").replace(/[\w-]{20,}/g, "***"),
      "it tidies up the white space": (forms, lines) => whole(forms, lines).replace(/\s+/g, " "),
      "it drops what it cannot print": (forms, lines) => whole(forms, lines).replace(/\p{C}/gu, ""),
    },
  });

  it("was given clean texts often enough", () => {
    untouched.verify();
  });
});

/** Eight characters in a row of a form may be taken for a piece of it. */
function hasGram(dense: string, forms: readonly string[]): boolean {
  const grams = new Set<string>();
  for (const form of forms)
    for (let at = 0; at + 8 <= form.length; at += 1) grams.add(form.slice(at, at + 8));
  for (let at = 0; at + 8 <= dense.length; at += 1) if (grams.has(dense.slice(at, at + 8))) return true;
  return false;
}
