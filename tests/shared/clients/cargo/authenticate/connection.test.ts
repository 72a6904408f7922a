import assert from "node:assert/strict";
import { cargo } from "../../../../../shared/clients/cargo/authenticate/client";
import { makeJob, notesOf, planWith, root, type JobChange, type Texts } from "../../planning";

const project = "/agent/1/s/.cargo/config.toml";
const registry = `[registries.fiber]\nindex = "sparse+${root}/_packaging/fiber/Cargo/index/"\n`;
const agent = { AGENT_BUILDDIRECTORY: "/agent/1" };

function warnings(texts: Texts, change: JobChange = {}): readonly string[] {
  const plan = planWith(cargo, makeJob({ environment: agent, ...change }), texts);
  return notesOf(plan).filter((note) => note.startsWith("warning: "));
}

describe("cargo: the way to the feed", () => {
  const settings: readonly (readonly [string, RegExp])[] = [
    [
      'proxy = "http://ada:hunter2@proxy.example:8080"',
      /config\.toml:4 says http\.proxy: .*CARGO_HTTP_PROXY;/,
    ],
    ['cainfo = "own.pem"', /config\.toml:4 says http\.cainfo: .*CARGO_HTTP_CAINFO;/],
    ['proxy-cainfo = "own.pem"', /config\.toml:4 says http\.proxy-cainfo: .*CARGO_HTTP_PROXY_CAINFO;/],
    ["check-revoke = false", /config\.toml says http\.check-revoke: .*CARGO_HTTP_CHECK_REVOKE;/],
  ];
  for (const [text, expected] of settings) {
    it(`is named where the repository says it: ${text}`, () => {
      const found = warnings({ [project]: `${registry}[http]\n${text}\n` });
      assert.equal(found.length, 1);
      assert.match(found[0] ?? "", expected);
      assert.ok(!found[0]?.includes("hunter2"), "a proxy's password is nothing for the log");
    });
  }

  it("is named where the repository includes it, once for several folders", () => {
    const found = warnings(
      {
        [project]: `include = ["/etc/way.toml"]\n${registry}`,
        "/etc/way.toml": '[http]\ncainfo = "own.pem"\n',
      },
      { otherFolders: ["/agent/1/s/a"] },
    );
    assert.equal(found.length, 1);
    assert.match(found[0] ?? "", /^warning: \/etc\/way\.toml:2 says http\.cainfo/);
  });

  const quiet: readonly (readonly [string, Texts, JobChange])[] = [
    ["the machine says it, in Cargo's home", { "/home/ada/.cargo/config.toml": '[http]\nproxy = "p"\n' }, {}],
    [
      "the machine says it, above the agent's folders",
      { "/agent/.cargo/config.toml": '[http]\nproxy = "p"\n' },
      {},
    ],
    [
      "a variable of the machine wins",
      { "/agent/1/s/.cargo/config": `${registry}[http]\nproxy = "p"\n` },
      { environment: { ...agent, CARGO_HTTP_PROXY: "machine.example:1" } },
    ],
    [
      "it is what Cargo does anyway",
      { "/agent/1/.cargo/config": "[http]\nproxy = ''\ncheck-revoke = true\n" },
      {},
    ],
  ];
  for (const [title, texts, change] of quiet) {
    it(`is not named where ${title}`, () => {
      assert.deepEqual(warnings({ [project]: registry, ...texts }, change), []);
    });
  }
});
