import assert from "node:assert/strict";
import { readFailure } from "../../../../shared/shell/restore/failure-reading";

const facts = {
  feed: { project: "Fiber", name: "fiber", forceAuth: false },
  organization: "fabrikam",
  identity: "Build Service (42)",
};

describe("restore: reading of a client's last lines", () => {
  const table: readonly (readonly [string, RegExp])[] = [
    [
      "  HTTP status client error (401 Unauthorized) for url (https://pkgs.example/)",
      /^Feed Fiber\/fiber did not take the token of Build Service \(42\)/,
    ],
    [
      "error: failed to download: HTTP status client error (403 Forbidden)",
      / does not let Build Service \(42\) save .*Collaborator/,
    ],
    ["Could not transfer artifact: status code: 403, reason phrase: Forbidden (403)", / does not let /],
    ["hint: An index URL returned a 404 Not Found error", / does not have this package.*externally sourced/],
    ["error: no matching package named `x` found", / does not have this package/],
    ["Could not find artifact a:b:jar:1 in feedpass-public", / does not have this package/],
    ["invalid peer certificate: UnknownIssuer", /^The certificate .* the client trusts\..*SSL_CERT_FILE/],
    ["SSL certificate problem: unable to get local issuer certificate", /^The certificate /],
    ["PKIX path building failed: unable to find valid certification path", /^The certificate /],
    ["tunnel error: unsuccessful\n407 Proxy Authentication Required", /^The proxy did not/],
    [
      "error: Hash mismatch for `alpha==1.0`",
      /^A file of feed Fiber\/fiber is not the one that the lock file names/,
    ],
    [
      "failed to verify the checksum of `x v1.0.0`",
      /^A file of feed Fiber\/fiber is not the one that the lock file names/,
    ],
    ["HTTP status server error (503 Service Unavailable)", / could not reach its upstream source/],
    ["dns error: failed to lookup address information", /^A host could not be reached.*bypasses above/],
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
    assert.match(readFailure(["403"], { ...facts, identity: undefined }) ?? "", /Build Service/);
  });
});
