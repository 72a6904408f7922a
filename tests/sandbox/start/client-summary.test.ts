import assert from "node:assert/strict";
import type { RequestRecord, SavedFile } from "../../../sandbox/feed/start-feed";
import { summarize, type ClientSummary } from "../../../sandbox/start/client-summary";
import { cargo } from "../../../sandbox/start/clients/cargo";
import { maven } from "../../../sandbox/start/clients/maven";
import { uv } from "../../../sandbox/start/clients/uv";

const root = "/fabrikam/Fabrikam%20Fiber/_packaging/fiber";

function request(path: string, status: number, more: Partial<RequestRecord> = {}): RequestRecord {
  return {
    time: "2026-01-01T00:00:00.000Z",
    method: "GET",
    scheme: "https",
    host: "pkgs.dev.azure.com",
    path: `${root}${path}`,
    status,
    protocol: "cargo",
    feed: "fiber",
    identity: "Build Service",
    auth: "Bearer",
    userAgent: "cargo/1.95.0 (f2d3ce0bd 2026-03-21)",
    durationMs: 1,
    ...more,
  };
}

/** Clients that no room has: two that speak one protocol. */
const pip = { title: "pip", userAgent: /^pip\// };
const agents = {
  uv: 'uv/0.13.8 {"installer":{"name":"uv","version":"0.13.8"}}',
  pip: 'pip/26.3 {"ci":null}',
  maven: "Apache-Maven/3.9.16 (Java 17.0.15; Linux 6.8.0)",
  task: "feedpass",
};

function one(client: Parameters<typeof summarize>[0][number], ...facts: Summarized): ClientSummary {
  const [summary] = summarize([client], ...facts);
  assert.ok(summary);
  return summary;
}
type Summarized = [records: readonly RequestRecord[], files: readonly SavedFile[]];

const anonymous = { identity: "anonymous", auth: "none" } as const;
const config = "/Cargo/index/config.json";

describe("the summary of a client's requests", () => {
  const cases: readonly {
    readonly what: string;
    readonly records: readonly RequestRecord[];
    readonly challenged: number;
    readonly without: number;
  }[] = [
    { what: "a request with the token", records: [request(config, 200)], challenged: 0, without: 0 },
    {
      what: "a request that is repeated with the token",
      records: [request(config, 401, anonymous), request(config, 200)],
      challenged: 1,
      without: 0,
    },
    {
      what: "a HEAD that is repeated as a GET with the token",
      records: [request(config, 401, { ...anonymous, method: "HEAD" }), request(config, 303)],
      challenged: 1,
      without: 0,
    },
    {
      what: "a file that is not there for whoever has the token",
      records: [request(config, 401, anonymous), request(config, 404)],
      challenged: 1,
      without: 0,
    },
    {
      what: "a request that is given up after a 401",
      records: [request(config, 401, anonymous)],
      challenged: 0,
      without: 1,
    },
    {
      what: "an anonymous request that a public feed would answer",
      records: [request(config, 200, anonymous)],
      challenged: 0,
      without: 1,
    },
    {
      what: "a request for what the client has with the token already",
      records: [request(config, 200), request(config, 401, anonymous)],
      challenged: 1,
      without: 0,
    },
    {
      what: "an anonymous request and a success at another address",
      records: [request(config, 401, anonymous), request("/Cargo/index/he/ck/heck", 200)],
      challenged: 0,
      without: 1,
    },
    {
      what: "a token that the feed does not know",
      records: [request(config, 401, { identity: "unknown token" })],
      challenged: 0,
      without: 1,
    },
    { what: "a token without the permission", records: [request(config, 403)], challenged: 0, without: 1 },
    {
      what: "another client's requests",
      records: [request(config, 401, { ...anonymous, userAgent: agents.maven })],
      challenged: 0,
      without: 0,
    },
  ];
  for (const { what, records, challenged, without } of cases) {
    it(`counts ${what}`, () => {
      const summary = one(cargo, records, []);
      assert.deepEqual(
        { challenged: summary.challenged, without: summary.without.length },
        { challenged, without },
      );
    });
  }

  it("counts a package version once, however many of its files are got", () => {
    const sent = { protocol: "maven", userAgent: agents.maven };
    const records = [
      request("/maven/v1/com/fabrikam/greeting/1.2.0/greeting-1.2.0.pom", 303, sent),
      request("/maven/v1/com/fabrikam/greeting/1.2.0/greeting-1.2.0.jar", 303, sent),
      request("/maven/v1/com/fabrikam/greeting/1.3.0/greeting-1.3.0.jar", 404, sent),
      request("/maven/v1/com/fabrikam/greeting/maven-metadata.xml", 200, sent),
      request("/maven/v1/com/fabrikam/greeting/maven-metadata.xml.sha1", 200, sent),
    ];
    const { restored, requests } = one(maven, records, []);
    assert.deepEqual({ restored, requests }, { restored: 1, requests: 5 });
  });

  it("knows the files of each protocol, also at GUID addresses", () => {
    const wheel = "/pypi/download/rich/13.9.4/rich-13.9.4-py3-none-any.whl";
    const sent = { protocol: "pypi", userAgent: agents.uv };
    const python = one(
      uv,
      [
        request(wheel, 303, sent),
        request(wheel, 303, { ...sent, path: `/fabrikam/0f-guid/_packaging/1f-guid${wheel}` }),
        request("/pypi/simple/rich/", 200, sent),
      ],
      [],
    );
    const rust = one(cargo, [request("/Cargo/api/v1/crates/heck/0.5.0/download", 302)], []);
    assert.deepEqual([python.restored, rust.restored], [1, 1]);
  });

  it("counts as saved what came from an upstream source, by version", () => {
    const saved = { upstream: "Public", savedFor: agents.maven };
    const files: readonly SavedFile[] = [
      { protocol: "maven", name: "a:b", version: "1", file: "b-1.pom", ...saved },
      { protocol: "maven", name: "a:b", version: "1", file: "b-1.jar", ...saved },
      { protocol: "maven", name: "com.fabrikam:greeting", version: "1.2.0", file: "greeting-1.2.0.jar" },
      {
        ...saved,
        protocol: "cargo",
        name: "heck",
        version: "0.5.0",
        file: "h.crate",
        savedFor: "cargo/1.95.0",
      },
    ];
    assert.equal(one(maven, [], files).saved, 1);
  });

  it("tells clients of one protocol apart by their User-Agent, and from the task and other programs", () => {
    const get = (name: string, userAgent: string): RequestRecord =>
      request(`/pypi/download/${name}/1/${name}-1.tar.gz`, 303, { protocol: "pypi", userAgent });
    const save = (name: string, savedFor: string): SavedFile => ({
      ...{ protocol: "pypi", name, version: "1", file: `${name}-1.tar.gz`, upstream: "Public", savedFor },
    });
    const records = [
      get("a", agents.uv),
      get("b", agents.pip),
      get("c", agents.pip),
      get("d", agents.task),
      request("/pypi/simple/e/", 401, { ...anonymous, protocol: "pypi", userAgent: "curl/8.5.0" }),
      request("", 200, { protocol: "rest", userAgent: agents.task }),
    ];
    const files = [save("a", agents.uv), save("b", agents.pip), save("d", agents.task)];
    assert.deepEqual(
      summarize([uv, pip, cargo], records, files).map(({ title, requests, restored, saved, without }) => [
        ...[title, requests, restored, saved, without.length],
      ]),
      [
        ["uv", 1, 1, 1, 0],
        ["pip", 2, 2, 1, 0],
        ["Cargo", 0, 0, 0, 0],
        ["RestoreUpstream", 1, 1, 1, 0],
        ["other programs", 1, 0, 0, 1],
      ],
    );
  });
});
