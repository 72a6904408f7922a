import assert from "node:assert/strict";
import fc from "fast-check";
import { logAddress, logText } from "../../../shared/core/log-text";
import { feedLikeAddresses } from "./addresses";
import { nastyText, nastyTexts, password } from "./hostile-texts";
import { otherParsers } from "./other-parsers";
import { property } from "./property";

const collator = new Intl.Collator("en", { sensitivity: "variant" });
const ignored = new Map<string, boolean>();

/** Whether a search by culture skips a character, as .NET's IndexOf does with ICU (agent, Command.cs:43). */
function isIgnored(character: string): boolean {
  const known = ignored.get(character) ?? collator.compare(`#${character}#`, "##") === 0;
  ignored.set(character, known);
  return known;
}

/** Fails where the agent would see a command, or a reader of the log another line. */
function assertHarmless(text: string): void {
  assert.doesNotMatch(text, /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
  const seen = Array.from(text)
    .filter((character) => !isIgnored(character))
    .join("");
  assert.doesNotMatch(seen, /##(?:vso)?\[/i);
}

/** Characters of a command with others among them, of which a search may skip any. */
const brokenCommands = fc
  .tuple(
    fc.constantFrom("##vso[", "##[", "##VSO[task.setvariable variable=x]", "###[error]", "##vso[##vso["),
    fc.array(
      fc.tuple(fc.nat(12), fc.oneof(fc.string({ unit: "binary", maxLength: 2 }), nastyText(), marks())),
      {
        maxLength: 3,
      },
    ),
  )
  .map(([command, others]) =>
    others.reduce<string>((text, [at, other]) => text.slice(0, at) + other + text.slice(at), command),
  );

/** What is drawn on the character before it. */
function marks(): fc.Arbitrary<string> {
  return fc.integer({ min: 0x300, max: 0x20ff }).map((code) => String.fromCodePoint(code));
}

const texts = fc.oneof(
  brokenCommands,
  fc.array(fc.oneof(brokenCommands, nastyText()), { maxLength: 4 }).map((all) => all.join("")),
);

describe("what is printed, whatever it is made of", () => {
  property({
    title: "a text is one line without controls, and no command",
    subject: logText,
    values: texts,
    check: (show, text) => {
      assertHarmless(show(text));
      assert.equal(show(show(text)), show(text));
    },
    faults: {
      "it shows the text as it is": (text) => text,
      "it only looks for the command as it is written": (text) =>
        text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, "?").replace(/##(?=vso\[|\[)/gi, "##_"),
      "it looks for the command before it takes characters out": (text) =>
        text.replace(/##(?=vso\[|\[)/gi, "##_").replace(/[\p{C}\u2028\u2029]/gu, ""),
      "it forgets the end of a line": (text) => logText(text).replaceAll("\\u{a}", "\n"),
    },
  });

  property({
    title: "a plain text is shown as it is",
    subject: logText,
    values: fc.string({ unit: fc.constantFrom(...Array.from("abc XYZ019é日[](){}<>/\\.:-_#")) }),
    check: (show, text) => {
      if (!/#[^ -~]*#/.test(text)) assert.equal(show(text), text);
    },
    faults: {
      "it shows ASCII only": (text) => text.replace(/[^ -~]/g, "?"),
      "it takes every sign for a command": (text) => text.replaceAll("#", "#_"),
    },
  });

  property({
    title: "an address has no password, and is one line without a command",
    subject: logAddress,
    values: fc.oneof(
      feedLikeAddresses(4),
      fc.tuple(feedLikeAddresses(4), fc.constantFrom(...nastyTexts)).map(([address, text]) => text + address),
    ),
    check: (show, address) => {
      const shown = show(address);
      assertHarmless(shown);
      const hidden = [...otherParsers.values()].some((parse) => parse(address)?.password.includes(password));
      // One that stands in the path as well is no password there.
      const isOnce = address.split(password).length === 2;
      if (hidden && isOnce) assert.ok(!shown.includes(password), shown);
    },
    faults: {
      "it shows the address as it is": (address) => logText(address),
      "it takes out the first user name": (address) => logText(address.replace(/\/\/[^/@]*@/, "//")),
      "it takes out what WHATWG's parser finds": (address) => {
        try {
          const url = new URL(address);
          url.password = "";
          return logText(url.href);
        } catch {
          return logText(address);
        }
      },
    },
  });
});
