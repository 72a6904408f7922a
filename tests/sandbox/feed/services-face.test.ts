import { HttpsProxyAgent } from "https-proxy-agent";
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { get } from "node:https";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { isServicesHost } from "../../../sandbox/feed/request/site";
import { basic, send } from "./http-request";
import { startTestFeed } from "./test-world";
import type { TestFeed } from "./test-world";

const headers = basic("services-reader");

describe("feed: hosts of the Services face", () => {
  let world: TestFeed;
  before(async () => {
    world = await startTestFeed();
  });
  after(() => world.feed.stop());

  const ask = (host: string, path: string) =>
    send(`${world.feed.serverUrl}${path}`, { headers: { ...headers, host } });

  it("finds the organization in the path or in the host, and answers with addresses of the asked host", async () => {
    const { ids } = world.feed;
    const organization = ids.organization("org") ?? "";
    const feed = ids.feed("org", "wide") ?? "";
    const table: readonly (readonly [string, string, string])[] = [
      ["pkgs.dev.azure.com", "org/", "http://pkgs.dev.azure.com/org/"],
      ["pkgs.dev.azure.com", "ORG/", "http://pkgs.dev.azure.com/org/"],
      ["org.pkgs.visualstudio.com", "", "http://org.pkgs.visualstudio.com/"],
      ["org.pkgs.visualstudio.com", "DefaultCollection/", "http://org.pkgs.visualstudio.com/"],
      ["pkgs.visualstudio.com", `A${organization}/`, "http://pkgs.visualstudio.com/org/"],
    ];
    for (const [host, prefix, base] of table) {
      const answer = await ask(host, `${prefix}_packaging/wide/Cargo/index/config.json`);
      assert.equal(answer.status, 200, `${host} ${prefix}`);
      assert.equal((answer.json() as { api: string }).api, `${base}_packaging/${feed}/cargo`);
    }
  });

  it("serves packages and feed calls at their own hosts only", async () => {
    const table: readonly (readonly [string, string, number])[] = [
      ["pkgs.dev.azure.com", "org/_packaging/wide/pypi/simple/inner-pkg/", 200],
      ["feeds.dev.azure.com", "org/_packaging/wide/pypi/simple/inner-pkg/", 404],
      ["dev.azure.com", "org/_packaging/wide/pypi/simple/inner-pkg/", 404],
      ["feeds.dev.azure.com", "org/_apis/packaging/feeds/wide", 200],
      ["pkgs.dev.azure.com", "org/_apis/packaging/feeds/wide", 404],
      ["pkgs.dev.azure.com", "org/_apis/packaging/feeds/wide/pypi/packages/inner-pkg/versions/1.0.0", 200],
      ["feeds.dev.azure.com", "org/_apis/packaging/feeds/wide/pypi/packages/inner-pkg/versions/1.0.0", 404],
      ["dev.azure.com", "org/_apis/connectionData", 200],
      ["pkgs.dev.azure.com", "Col/_packaging/wide/pypi/simple/", 404],
      ["127.0.0.1", "org/_packaging/wide/pypi/simple/", 404],
    ];
    for (const [host, path, status] of table)
      assert.equal((await ask(host, path)).status, status, `${host}/${path}`);
  });

  it("names the services' addresses in resource areas and connection data", async () => {
    const area = await ask("dev.azure.com", "org/_apis/resourceAreas/7AB4E64E-C4D8-4F50-AE73-5EF2E21642A5");
    assert.equal((area.json() as { locationUrl: string }).locationUrl, "https://feeds.dev.azure.com/org/");
    const data = (
      await ask("pkgs.dev.azure.com", "org/_apis/connectionData?api-version=7.1-preview")
    ).json() as {
      locationServiceData: { accessMappings: { moniker: string; accessPoint: string }[] };
    };
    assert.deepEqual(
      data.locationServiceData.accessMappings.map(({ moniker, accessPoint }) => [moniker, accessPoint]),
      [
        ["CodexAccessMapping", "https://pkgs.dev.azure.com/org/"],
        ["VstsAccessMapping", "https://org.pkgs.visualstudio.com/"],
        [
          "HostGuidAccessMapping",
          `https://pkgs.visualstudio.com/A${world.feed.ids.organization("org") ?? ""}/`,
        ],
      ],
    );
  });

  it("knows its hosts", () => {
    for (const host of ["pkgs.dev.azure.com", "x.visualstudio.com", "sandboxblob.vsblob.vsassets.io"]) {
      assert.ok(isServicesHost(host), host);
    }
    for (const host of [
      "pkgs.dev.azure.com.example",
      "evil-pkgs.dev.azure.com",
      "index.example",
      "127.0.0.1",
    ]) {
      assert.ok(!isServicesHost(host), host);
    }
  });
});

describe("feed: Services face through its proxy", () => {
  it("answers over TLS at the real host names and redirects to the blob host", async () => {
    const folder = await mkdtemp(join(tmpdir(), "feed-face-"));
    const world = await startTestFeed({ services: { folder } });
    const agent = new HttpsProxyAgent(world.feed.proxyUrl ?? "");
    try {
      const ca = await readFile(world.feed.caFile ?? "");
      const fetch = async (address: string, sent: Record<string, string>) => {
        const response = await new Promise<IncomingMessage>((resolve, reject) => {
          get(address, { agent, ca, headers: sent }, resolve).once("error", reject);
        });
        return {
          status: response.statusCode,
          location: response.headers.location ?? "",
          body: await text(response),
        };
      };
      const page = await fetch(
        "https://pkgs.dev.azure.com/org/_packaging/wide/pypi/simple/inner-pkg/",
        headers,
      );
      assert.equal(page.status, 200);
      const [, file = ""] = /href="([^"#]+)/u.exec(page.body) ?? [];
      assert.ok(file.startsWith("https://pkgs.dev.azure.com/org/_packaging/"), file);
      const redirect = await fetch(file, headers);
      assert.equal(redirect.status, 303);
      assert.equal(new URL(redirect.location).origin, "https://sandboxblob.vsblob.vsassets.io");
      assert.deepEqual(await fetch(redirect.location, {}).then(({ status, body }) => [status, body]), [
        200,
        "inner wheel",
      ]);
      assert.equal((await fetch(redirect.location, headers)).status, 400);
      const anonymous = await fetch("https://org.pkgs.visualstudio.com/_packaging/wide/pypi/simple/", {});
      assert.equal(anonymous.status, 401);
      assert.deepEqual(
        world.feed.requests().map(({ scheme, host, status }) => [scheme, host, status]),
        [
          ["https", "pkgs.dev.azure.com", 200],
          ["https", "pkgs.dev.azure.com", 303],
          ["https", "sandboxblob.vsblob.vsassets.io", 200],
          ["https", "sandboxblob.vsblob.vsassets.io", 400],
          ["https", "org.pkgs.visualstudio.com", 401],
        ],
      );
    } finally {
      agent.destroy();
      await world.feed.stop();
      await rm(folder, { recursive: true });
    }
  });
});
