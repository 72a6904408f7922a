import assert from "node:assert/strict";
import { escapeData, parseCommand, unescapeData } from "../../../sandbox/agent/commands/command-grammar";

describe("agent: grammar of logging commands (VSA/Command.cs:32-103)", () => {
  const understood: [string, string, Record<string, string>, string][] = [
    ["##vso[area.event]data", "area.event", {}, "data"],
    ["##vso[area.event k1=%3B=%3B%0D%0A%5D;]%3B-%0D-%0A-%5D", "area.event", { k1: ";=;\r\n]" }, ";-\r-\n-]"],
    ["some text ##vso[a.b]rest", "a.b", {}, "rest"],
    ["##vso[a.b k=v;k=w]", "a.b", { k: "w" }, ""],
    ["##vso[a.b KEY=v]", "a.b", { key: "v" }, ""],
    ["##vso[a.b k=v; l=w]", "a.b", { k: "v", " l": "w" }, ""],
    ["##vso[a.b k=;l=x]", "a.b", { l: "x" }, ""],
    ["##vso[a.b k=dGVzdA==]", "a.b", { k: "dGVzdA==" }, ""],
    ["##vso[a.b ;;k=v;;]", "a.b", { k: "v" }, ""],
    ["##vso[a..b]x", "a.b", {}, "x"],
    ["##vso[a.b]x]y", "a.b", {}, "x]y"],
    ["##vso[a.b k=100%AZP25]50%AZP25", "a.b", { k: "100%" }, "50%"],
    ["##vso[a.b]%AZP253B", "a.b", {}, "%3B"],
    ["##vso[a.b]two ##vso[c.d]x", "a.b", {}, "two ##vso[c.d]x"],
  ];
  for (const [line, name, properties, data] of understood) {
    it(`understands ${JSON.stringify(line)}`, () => {
      const command = parseCommand(line);
      assert.ok(command);
      assert.equal(`${command.area}.${command.event}`, name);
      assert.deepEqual(Object.fromEntries(command.properties), properties);
      assert.equal(command.data, data);
    });
  }

  const refused = [
    "",
    "text",
    "##vso[area.event",
    "##vso[area]x",
    "##vso[a.b.c]x",
    "##VSO[a.b]x",
    "##vso []x",
    "##vso[]",
  ];
  for (const line of refused) {
    it(`finds no command in ${JSON.stringify(line)}`, () => {
      assert.equal(parseCommand(line), undefined);
    });
  }

  it("escapes percent first and unescapes it last (AS/CommandStringConvertor.cs)", () => {
    const text = "50%;\r\n] %3B %AZP25";
    assert.equal(escapeData(text), "50%AZP25%3B%0D%0A%5D %AZP253B %AZP25AZP25");
    assert.equal(unescapeData(escapeData(text)), text);
  });
});
