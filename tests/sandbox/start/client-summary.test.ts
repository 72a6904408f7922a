import assert from "node:assert/strict";
import type { RequestRecord, SavedFile } from "../../../sandbox/feed/start-feed";
import { summarize } from "../../../sandbox/start/client-summary";

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
    userAgent: "cargo/1.95.0",
    durationMs: 1,
    ...more,
  };
}

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
      records: [request(config, 401, { ...anonymous, protocol: "maven" })],
      challenged: 0,
      without: 0,
    },
  ];
  for (const { what, records, challenged, without } of cases) {
    it(`counts ${what}`, () => {
      const summary = summarize("cargo", records, []);
      assert.deepEqual(
        { challenged: summary.challenged, without: summary.without.length },
        { challenged, without },
      );
    });
  }

  it("counts a package version once, however many of its files are got", () => {
    const maven = { protocol: "maven" };
    const records = [
      request("/maven/v1/com/fabrikam/greeting/1.2.0/greeting-1.2.0.pom", 303, maven),
      request("/maven/v1/com/fabrikam/greeting/1.2.0/greeting-1.2.0.jar", 303, maven),
      request("/maven/v1/com/fabrikam/greeting/1.3.0/greeting-1.3.0.jar", 404, maven),
      request("/maven/v1/com/fabrikam/greeting/maven-metadata.xml", 200, maven),
      request("/maven/v1/com/fabrikam/greeting/maven-metadata.xml.sha1", 200, maven),
    ];
    const { restored, requests } = summarize("maven", records, []);
    assert.deepEqual({ restored, requests }, { restored: 1, requests: 5 });
  });

  it("knows the files of each protocol, also at GUID addresses", () => {
    const wheel = "/pypi/download/rich/13.9.4/rich-13.9.4-py3-none-any.whl";
    const python = summarize(
      "pypi",
      [
        request(wheel, 303, { protocol: "pypi" }),
        request(wheel, 303, { protocol: "pypi", path: `/fabrikam/0f-guid/_packaging/1f-guid${wheel}` }),
        request("/pypi/simple/rich/", 200, { protocol: "pypi" }),
      ],
      [],
    );
    const cargo = summarize("cargo", [request("/Cargo/api/v1/crates/heck/0.5.0/download", 302)], []);
    assert.deepEqual([python.restored, cargo.restored], [1, 1]);
  });

  it("counts as saved what came from an upstream source, by version", () => {
    const files: readonly SavedFile[] = [
      { protocol: "maven", name: "a:b", version: "1", file: "b-1.pom", upstream: "Public" },
      { protocol: "maven", name: "a:b", version: "1", file: "b-1.jar", upstream: "Public" },
      { protocol: "maven", name: "com.fabrikam:greeting", version: "1.2.0", file: "greeting-1.2.0.jar" },
      { protocol: "cargo", name: "heck", version: "0.5.0", file: "heck-0.5.0.crate", upstream: "Public" },
    ];
    assert.equal(summarize("maven", [], files).saved, 1);
  });
});
