import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "../../../../shared/core/secret";
import { readFeedContents } from "../../../../shared/shell/feed/feed-contents";
import { WantedVersions } from "../../../../shared/shell/feed/holdings";
import { isBypassed } from "../../../../shared/shell/feed/proxy-tunnel";
import { saveEntries } from "../../../../shared/shell/feed/save-files";
import { services, server } from "../../core/organizations";
import { crateEntry, mavenEntry, protocols, pypiEntry, startSavingWorld, wheel } from "./saving";
import type { SavingWorld } from "./saving";

const upstreams = {
  pypi: { alpha: [wheel("alpha", "1.0.0")] },
  cargo: { serde: ["1.0.0"] },
  maven: { "org/up/lib/1.0/lib-1.0.jar": "jar 1.0" },
};
const entries = [
  pypiEntry("alpha", "1.0.0"),
  crateEntry("serde", "1.0.0"),
  mavenEntry("org/up/lib/1.0/lib-1.0.jar", "jar 1.0"),
];

describe("saving a lock file: through the agent's proxy", () => {
  let world: SavingWorld;
  let folder: string;
  let ca: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "feed-proxy-"));
    const credentials = { user: "agent", password: "p:ss wörd" };
    world = await startSavingWorld(upstreams, { services: { folder, credentials } });
    ca = await readFile(world.feed.caFile ?? "", "utf8");
  });
  after(async () => {
    await world.stop();
    await rm(folder, { recursive: true });
  });

  const throughProxy = (password: string, authority: { readonly ca?: string }) =>
    world.access("collaborator", "private", {
      ...authority,
      organization: services("org"),
      proxy: {
        url: new URL(world.feed.proxyUrl ?? ""),
        username: "agent",
        password: new Secret(password),
        bypass: [],
      },
    });

  it("reaches a feed of the Services with the proxy's credentials and the agent's authority", async () => {
    world.feed.clearRequests();
    const access = throughProxy("p:ss wörd", { ca });
    const result = await saveEntries(access, { entries });
    assert.deepEqual(result.failed, []);
    assert.equal(world.feed.saved("org", "private").length, entries.length);
    const held = await readFeedContents(access, new WantedVersions(protocols, entries));
    assert.deepEqual(
      entries.map((entry) => held.find(entry)?.deleted),
      entries.map(() => false),
    );
    assert.deepEqual([...new Set(world.feed.requests().map(({ host, auth }) => `${host} ${auth}`))].sort(), [
      "feeds.dev.azure.com Basic",
      "pkgs.dev.azure.com Basic",
      "pkgs.dev.azure.com Bearer",
      "sandboxblob.vsblob.vsassets.io none",
    ]);
  });

  it("says which proxy refused, and trusts no authority that it was not given", async () => {
    const refused = await saveEntries(throughProxy("wrong", { ca }), { entries });
    assert.ok(
      refused.failed.every(({ kind, text }) => kind === "proxy" && /proxy .* answered 407/.test(text)),
    );
    const untrusted = await saveEntries(throughProxy("p:ss wörd", {}), { entries: entries.slice(0, 1) });
    assert.deepEqual(
      untrusted.failed.map(({ kind }) => kind),
      ["authority"],
    );
    assert.match(untrusted.failed[0]?.text ?? "", /certificate .* --sslcacert/);
    assert.equal(untrusted.requests, 1, "another attempt would not trust it either");
  });

  it("hands plain http to the proxy whole", async () => {
    const seen: string[] = [];
    const proxy = createServer((incoming, outgoing) => {
      seen.push(`${incoming.url ?? ""} ${incoming.headers["proxy-authorization"] ?? ""}`);
      const headers = { ...incoming.headers, "proxy-authorization": "" };
      const target = new URL(incoming.url ?? "");
      const sent = request(
        { host: "127.0.0.1", port: target.port, path: target.pathname, headers, agent: false },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
          answer.pipe(outgoing);
        },
      );
      sent.end();
    });
    await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
    try {
      const { port } = new URL(world.feed.serverUrl);
      const access = world.access("collaborator", "private", {
        organization: server(`http://tfs.example:${port}/Col/`),
        proxy: {
          url: new URL(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`),
          username: "agent",
          password: new Secret("pw"),
          bypass: [],
        },
      });
      const result = await saveEntries(access, { entries: entries.slice(0, 2) });
      assert.deepEqual(result.failed, []);
      const basic = `Basic ${Buffer.from("agent:pw").toString("base64")}`;
      assert.equal(seen.length, result.requests);
      for (const line of seen)
        assert.ok(line.startsWith(`http://tfs.example:${port}/Col/`) && line.endsWith(basic), line);
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  });

  it("bypasses what the agent's list names, and loopback", () => {
    const proxy = {
      url: new URL("http://proxy.example:3128"),
      bypass: ["(", "corp\\.example$", "^https://TFS"],
    };
    const table: readonly (readonly [string, boolean])[] = [
      ["https://a.corp.example/x", true],
      ["https://a.corp.example:8443/x", false],
      ["https://tfs.example/", true],
      ["https://pkgs.dev.azure.com/corp.example", false],
      ["http://127.0.0.1:8080/", true],
      ["http://localhost/", true],
    ];
    for (const [address, bypassed] of table)
      assert.equal(isBypassed(proxy, new URL(address)), bypassed, address);
  });
});
