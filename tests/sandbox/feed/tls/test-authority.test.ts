import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer, get } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestAuthority, type TestAuthority } from "../../../../sandbox/feed/tls/test-authority";
import { requireProgram } from "../../../clients/found-clients";

describe("the test authority", () => {
  const folder = mkdtempSync(join(tmpdir(), "feedpass-ca-"));
  let authority: TestAuthority;
  before(async () => {
    authority = await createTestAuthority(join(folder, "ca"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("writes its certificate and no key", () => {
    const ca = new X509Certificate(readFileSync(authority.caFile));
    assert.equal(ca.ca, true);
    assert.deepEqual(readdirSync(join(folder, "ca")), ["test-ca.pem"]);
    assert.doesNotMatch(readFileSync(authority.caFile, "utf8"), /PRIVATE/);
  });

  for (const [host, name] of [
    ["pkgs.dev.azure.com", "DNS:pkgs.dev.azure.com"],
    ["127.0.0.1", "IP Address:127.0.0.1"],
  ] as const) {
    it(`signs ${host} for about a day`, async () => {
      const { cert } = await authority.certificateFor(host);
      const leaf = new X509Certificate(cert);
      const ca = new X509Certificate(readFileSync(authority.caFile));
      assert.equal(leaf.subjectAltName, name);
      assert.equal(leaf.ca, false);
      assert.ok(leaf.checkIssued(ca) && leaf.verify(ca.publicKey));
      const days = (Date.parse(leaf.validTo) - Date.parse(leaf.validFrom)) / 86_400_000;
      assert.equal(days, 1);
      assert.ok(Date.parse(leaf.validFrom) < Date.now() && Date.now() < Date.parse(leaf.validTo));
    });
  }

  it("gives one certificate per host, whatever its case", async () => {
    const first = await authority.certificateFor("feeds.example");
    assert.equal(await authority.certificateFor("Feeds.Example"), first);
    assert.notEqual((await authority.certificateFor("blob.example")).cert, first.cert);
  });

  it("is trusted for the host it signed, and for no other", async () => {
    const server = createServer(await authority.certificateFor("feeds.example"), (_req, res) =>
      res.end("ok"),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const ask = (servername: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const ca = readFileSync(authority.caFile);
        get({ host: "127.0.0.1", port, servername, ca, agent: false }, (res) => {
          res.resume();
          resolve(res.statusCode);
        }).on("error", reject);
      });
    try {
      assert.equal(await ask("feeds.example"), 200);
      await assert.rejects(ask("other.example"), { code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it("makes a Java trust store that keytool reads", async function () {
    this.timeout(30_000);
    requireProgram(this, "keytool", "-help");
    const store = await authority.javaTrustStore();
    assert.ok(store);
    const words = ["-list", "-storetype", "PKCS12", "-storepass", store.password, "-keystore", store.file];
    assert.match(execFileSync("keytool", words, { encoding: "utf8" }), /feedpass-test-ca,.*trustedCertEntry/);
    assert.equal(await authority.javaTrustStore(), store);
  });

  it("has no Java trust store without keytool", async () => {
    const bare = await createTestAuthority(join(folder, "bare"), { PATH: join(folder, "nowhere") });
    assert.equal(await bare.javaTrustStore(), undefined);
  });
});
