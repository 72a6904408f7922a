import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServicesProxy, type ServicesProxy } from "../../../../sandbox/feed/proxy/services-proxy";
import { createTestAuthority } from "../../../../sandbox/feed/tls/test-authority";
import { createHttpClient, readText } from "../../../../sandbox/feed/upstream/http-client";
import { UpstreamDown } from "../../../../sandbox/feed/upstream/upstream-registry";

describe("the http client behind a proxy and a company's CA", () => {
  const folder = mkdtempSync(join(tmpdir(), "feedpass-http-"));
  let caFile: string;
  let proxy: ServicesProxy;

  before(async () => {
    const authority = await createTestAuthority(folder);
    caFile = authority.caFile;
    proxy = await startServicesProxy({
      authority,
      hosts: (host) => host === "mirror.example",
      handler: (req, res) => res.end(`${req.headers.host ?? ""}${req.url ?? ""}`),
      credentials: { user: "ann", password: "pw" },
    });
  });
  after(async () => {
    await proxy.stop();
    rmSync(folder, { recursive: true });
  });

  const from = { url: "https://mirror.example/simple" };

  it("reaches the mirror through HTTPS_PROXY, trusting the CA of SSL_CERT_FILE, in one connection", async () => {
    const HTTPS_PROXY = proxy.url.replace("//", "//ann:pw@");
    const client = createHttpClient({ environment: { HTTPS_PROXY, SSL_CERT_FILE: caFile } });
    for (const path of ["/simple/a/", "/simple/b/"]) {
      const answer = await client.get(`https://mirror.example${path}`, from);
      assert.ok(answer);
      assert.equal(await readText(answer), `mirror.example${path}`);
    }
    assert.deepEqual(proxy.connects(), [{ host: "mirror.example", port: 443, refused: false }]);
  });

  it("does not trust a CA that nothing names", async () => {
    const client = createHttpClient({ environment: { HTTPS_PROXY: proxy.url.replace("//", "//ann:pw@") } });
    await assert.rejects(client.get(from.url, from), UpstreamDown);
  });
});
