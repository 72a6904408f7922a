import assert from "node:assert/strict";
import { findServerCredentials } from "../../../../../sandbox/feed/protocols/maven/upstream/maven-settings";

describe("the server of a settings.xml", () => {
  const server = (id: string, password: string): string =>
    `<server><id>${id}</id><username>ann</username><password>${password}</password></server>`;
  const settings = `<settings><servers>
    ${server("plain", "a&amp;b")}${server("variable", "${env.TOKEN}")}${server("locked", "{jSMOWnoPFgsHVpMvz5VrIt}")}
    <server><id>key</id><privateKey>x</privateKey></server></servers></settings>`;
  for (const [id, password] of [
    ["plain", "a&b"],
    ["variable", "t0ken"],
    ["locked", undefined],
    ["key", undefined],
    ["other", undefined],
  ] as const) {
    it(`${id} ${password === undefined ? "gives no" : "gives its"} password`, () => {
      assert.equal(findServerCredentials(settings, id, { TOKEN: "t0ken" })?.password, password);
    });
  }

  it("is not found in broken XML", () => {
    assert.equal(findServerCredentials("<settings><servers>", "plain", {}), undefined);
  });
});
