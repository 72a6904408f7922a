import assert from "node:assert/strict";
import { logAddress, logText } from "../../../shared/core/log-text";

/** What the agent's search may skip: Unicode's default ignorable characters, format and control characters. */
const ignorable = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Cn}]/gu;
const command = /##(?:vso)?\[/i;

describe("log text", () => {
  const texts: readonly (readonly [string, string, string])[] = [
    ["plain text", "fiber at 100%", "fiber at 100%"],
    ["letters of any script", "fïber Ünï 日本 😀", "fïber Ünï 日本 😀"],
    ["##vso[", "a ##vso[task.complete result=Failed;]x", "a ##_vso[task.complete result=Failed;]x"],
    ["##[", "##[error]x", "##_[error]x"],
    ["another case", "##VSO[x] ##VsO[y]", "##_VSO[x] ##_VsO[y]"],
    ["more number signs", "####vso[x]###[y]", "####_vso[x]###_[y]"],
    ["number signs alone", "# ## ##x", "# ## ##x"],
    ["CR LF", "a\r\n##vso[x]", "a\\u{d}\\u{a}##_vso[x]"],
    ["ESC", "\u001b[31mred", "\\u{1b}[31mred"],
    ["NUL and C1", "\u0000\u0085", "\\u{0}\\u{85}"],
    ["line and paragraph separator", "a\u2028b\u2029c", "a\\u{2028}b\\u{2029}c"],
    ["soft hyphen in a command", "#\u00ad#vso[x]", "#\\u{ad}#vso[x]"],
    ["zero-width joiner in a command", "##v\u200dso[x]", "##v\\u{200d}so[x]"],
    ["word joiner before the bracket", "##\u2060[x]", "##\\u{2060}[x]"],
    ["combining grapheme joiner in a command", "##vs\u034fo[x]", "##vs\\u{34f}o[x]"],
    ["variation selector in a command", "#\ufe0f#vso[x]", "#\\u{fe0f}#vso[x]"],
    ["Hangul filler in a command", "##vso\u3164[x]", "##vso\\u{3164}[x]"],
    ["Hebrew accent in a command", "#\u0591#vso[x]", "#\u0591#_vso[x]"],
    ["Cyrillic sign before the bracket", "##vso\u0488[x] ##\u0488[y]", "##_vso\u0488[x] ##_\u0488[y]"],
    ["bidirectional override", "a\u202egpj.exe", "a\\u{202e}gpj.exe"],
    ["byte order mark", "\ufeffa", "\\u{feff}a"],
    ["tag characters", "a\u{e0061}b", "a\\u{e0061}b"],
    ["half a surrogate pair", "a\ud800b", "a\\u{d800}b"],
  ];
  for (const [title, text, expected] of texts) {
    it(title, () => {
      assert.equal(logText(text), expected);
    });
  }

  it("begins no command, whichever character stands in it that ICU compares as if it were not there", () => {
    const { compare } = new Intl.Collator("en", { sensitivity: "variant" });
    const ignored = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code)).filter(
      (character) => compare(`a${character}b`, "ab") === 0,
    );
    assert.ok(ignored.length > 400, `${ignored.length} characters`);
    const without = (text: string): string =>
      Array.from(text)
        .filter((character) => compare(`a${character}b`, "ab") !== 0)
        .join("");
    for (const character of ignored) {
      for (const plain of ["##vso[x]", "##[x]"]) {
        const places = Array.from({ length: plain.indexOf("[") }, (_, at) => at + 1);
        const texts = places.map((at) => plain.slice(0, at) + character.repeat(2) + plain.slice(at));
        const safe = without(logText(texts.join(" ")));
        assert.doesNotMatch(safe, command, `U+${character.codePointAt(0)?.toString(16) ?? ""}`);
      }
    }
  });

  it("keeps letters of any script between number signs", () => {
    assert.equal(logText("#日本# # é##x"), "#日本# # é##x");
    assert.equal(logText("#é#é[x]"), "#é#_é[x]");
  });

  it("of long strings is whole and safe", () => {
    const safe = logText("##vso[a]".repeat(100_000));
    assert.equal(safe.length, 900_000);
    assert.doesNotMatch(safe, command);
  });

  it("of random strings begins no command, even for a search that skips ignorable characters", () => {
    const pieces = [
      "#",
      "##",
      "v",
      "V",
      "s",
      "S",
      "o",
      "O",
      "vso",
      "[",
      "]",
      "##vso[",
      "##[",
      "\\",
      "_",
      " ",
      "\r",
      "\n",
      "\u001b",
      "\u00ad",
      "\u034f",
      "\u061c",
      "\u115f",
      "\u17b4",
      "\u180b",
      "\u200b",
      "\u200d",
      "\u202e",
      "\u2060",
      "\u2066",
      "\u3164",
      "\ufe0f",
      "\ufeff",
      "\uffa0",
      "\u{1bca0}",
      "\u{e0001}",
      "\u{e0100}",
      "\ud800",
      "é",
    ];
    let seed = 20_240_229;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    for (let round = 0; round < 20_000; round += 1) {
      const text = Array.from({ length: 1 + random(12) }, () => pieces[random(pieces.length)] ?? "").join("");
      const safe = logText(text);
      assert.doesNotMatch(safe, command, JSON.stringify(text));
      assert.doesNotMatch(safe.replace(ignorable, ""), command, JSON.stringify(text));
      assert.doesNotMatch(safe, /[\p{C}\u2028\u2029]/u, JSON.stringify(text));
      assert.equal(logText(safe), safe, JSON.stringify(text));
    }
  });
});

describe("log address", () => {
  const addresses: readonly (readonly [string, string, string])[] = [
    ["user name and password", "https://u:hunter2@registry.example/x", "https://registry.example/x"],
    ["user name", "sparse+https://u@registry.example/x", "sparse+https://registry.example/x"],
    ["a view is no user name", "https://registry.example/f@v/", "https://registry.example/f@v/"],
    ["two at signs", "https://u:hun@ter2@registry.example/", "https://registry.example/"],
    ["backslashes", "https:\\\\u:hunter2@registry.example\\x", "https:\\\\registry.example\\x"],
    ["a backslash before it", "http://https:\\u:hunter2@registry.example/", "http://registry.example/"],
    [
      "a password that makes it no address",
      "https://u:hunter/2@registry.example/",
      "https://registry.example/",
    ],
    ["a password with a number sign", "https://u:hunter#2@registry.example/", "https://registry.example/"],
    ["no scheme", "u:hunter2@registry.example/x", "registry.example/x"],
    ["a command in it", "https://registry.example/##vso[x]", "https://registry.example/##_vso[x]"],
    ["a path", "../simple", "../simple"],
  ];
  for (const [title, address, expected] of addresses) {
    it(title, () => {
      assert.equal(logAddress(address), expected);
    });
  }
});
