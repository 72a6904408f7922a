import assert from "node:assert/strict";
import { readFailure } from "../../../../shared/shell/restore/failure-reading";

const facts = { feed: "Fiber/fiber", identity: "Build Service (42)" };

describe("restore: reading of a client's last lines", () => {
  const table: readonly (readonly [string, RegExp])[] = [
    [
      "  HTTP status client error (401 Unauthorized) for url (https://pkgs.example/)",
      /^401: feed Fiber\/fiber/,
    ],
    [
      "error: failed to download: HTTP status client error (403 Forbidden)",
      /^403: Build Service \(42\).*Collaborator/,
    ],
    ["Could not transfer artifact: status code: 403, reason phrase: Forbidden (403)", /^403:/],
    ["hint: An index URL returned a 404 Not Found error", /^404:.*externally sourced/],
    ["error: no matching package named `x` found", /^404:/],
    ["Could not find artifact a:b:jar:1 in feedpass-public", /^404:/],
    ["invalid peer certificate: UnknownIssuer", /^Unknown CA:.*SSL_CERT_FILE/],
    ["SSL certificate problem: unable to get local issuer certificate", /^Unknown CA:/],
    ["PKIX path building failed: unable to find valid certification path", /^Unknown CA:/],
    ["tunnel error: unsuccessful\n407 Proxy Authentication Required", /^Proxy:/],
    ["error: Hash mismatch for `alpha==1.0`", /^Hash:/],
    ["failed to verify the checksum of `x v1.0.0`", /^Hash:/],
    ["HTTP status server error (503 Service Unavailable)", /^Upstream:/],
    ["dns error: failed to lookup address information", /^Network:/],
  ];
  for (const [lines, reading] of table) {
    it(JSON.stringify(lines), () => {
      assert.match(readFailure(lines.split("\n"), facts) ?? "", reading);
    });
  }

  it("says nothing of what it does not know", () => {
    assert.equal(readFailure(["error: could not compile `x`"], facts), undefined);
  });

  it("has a name for an identity that the organization did not tell", () => {
    assert.match(readFailure(["403"], { feed: "f", identity: undefined }) ?? "", /Build Service/);
  });
});
