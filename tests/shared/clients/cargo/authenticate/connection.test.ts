import assert from "node:assert/strict";
import { cargo } from "../../../../../shared/clients/cargo/authenticate/client";
import { makeJob, notesOf, planWith, problemOf, root, type JobChange, type Texts } from "../../planning";

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

  const both = '[http]\nproxy = "http://ada:hunter2@p.example"\ncainfo = "own.pem"\n';
  const refused: readonly (readonly [string, Texts])[] = [
    ["in one file", { [project]: registry + both }],
    [
      "in an included file",
      { [project]: `include = ["more.toml"]\n${registry}`, "/agent/1/s/.cargo/more.toml": both },
    ],
    [
      "in two folders",
      {
        [project]: `${registry}[http]\ncainfo = "own.pem"\n`,
        "/agent/1/.cargo/config.toml": '[http]\nproxy = "http://ada:hunter2@p.example"\n',
      },
    ],
  ];
  for (const [title, texts] of refused) {
    it(`is refused where a proxy and an authority of the repository make it: ${title}`, () => {
      const problem = problemOf(cargo, makeJob({ environment: agent }), texts);
      assert.equal(problem.code, "proxy-and-authority");
      assert.match(problem.message, /\.toml:\d+ says http\.proxy, and \/agent\S+\.toml:\d+ http\.cainfo: /);
      assert.ok(!problem.message.includes("hunter2"));
    });
  }

  it("is no more than named where the pipeline has one of the two", () => {
    const environment = { ...agent, CARGO_HTTP_CAINFO: "/etc/ca.pem" };
    assert.equal(warnings({ [project]: registry + both }, { environment }).length, 1);
  });

  it("may not be through a proxy of the repository where nothing is encrypted", () => {
    const feedRoot = "http://tfs.example/tfs/Coll/";
    const organization = {
      kind: "server",
      name: "Coll",
      feedRoot,
      feedHosts: [{ origin: "http://tfs.example", path: "/tfs/coll/" }],
    } as const;
    const job = makeJob({ environment: agent });
    const [own] = job.identities;
    const identity = { ...own, organization, covers: (address: string) => address.startsWith(feedRoot) };
    const text = `${registry.replace(`${root}/`, feedRoot)}[http]\nproxy = "p.example"\n`;
    const problem = problemOf(cargo, { ...job, organization, identities: [identity] }, { [project]: text });
    assert.equal(problem.code, "proxy-unencrypted");
    assert.match(problem.message, /config\.toml:4 says http\.proxy/);
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
