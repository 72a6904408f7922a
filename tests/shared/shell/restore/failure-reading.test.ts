import assert from "node:assert/strict";
import { clients } from "../../../../shared/clients/clients";
import type { RestoringClient } from "../../../../shared/core/client";
import { readFailure } from "../../../../shared/shell/restore/failure-reading";

const facts = { feed: "Fiber/fiber", identity: "Build Service (42)" };

function named(name: string): RestoringClient {
  const client = clients.find((each) => each.name === name);
  assert.ok(client !== undefined, name);
  return client;
}

describe("restore: reading of a client's last lines", () => {
  const table: readonly (readonly [string, string, RegExp])[] = [
    [
      "uv",
      "  HTTP status client error (401 Unauthorized) for url (https://pkgs.example/)",
      /^401: feed Fiber\/fiber/,
    ],
    [
      "uv",
      "error: failed to download: HTTP status client error (403 Forbidden)",
      /^403: Build Service \(42\).*Collaborator/,
    ],
    ["uv", "hint: An index URL returned a 404 Not Found error", /^404:.*externally sourced/],
    ["uv", "invalid peer certificate: UnknownIssuer", /^Unknown CA:.*SSL_CERT_FILE\.$/],
    ["uv", "tunnel error: unsuccessful\n407 Proxy Authentication Required", /^Proxy:/],
    ["uv", "error: Hash mismatch for `alpha==1.0`", /^Hash:/],
    ["uv", "HTTP status server error (503 Service Unavailable)", /^Upstream:/],
    ["uv", "dns error: failed to lookup address information", /^Network:/],
    ["uv", "No solution found when resolving dependencies", /^404:/],
    ["cargo", "error: no matching package named `x` found", /^404:/],
    ["cargo", "SSL certificate problem: unable to get local issuer certificate", /^Unknown CA:.*CAINFO/],
    ["cargo", "failed to verify the checksum of `x v1.0.0`", /^Hash:/],
    ["cargo", "checksum for `x v1.0.0` changed between lock files", /^Hash:/],
    ["cargo", "curl: CONNECT tunnel failed, response 407", /^Proxy:/],
    ["cargo", "failed to get successful HTTP response from `https://x.example`, got 401", /^401:/],
    ["cargo", "got 403\nbody: lacks permission AddUpstreamPackage", /^403:/],
    ["cargo", "got 503", /^Upstream:/],
    ["cargo", "[6] Could not resolve hostname (Could not resolve host: x.example)", /^Network:/],
    ["maven", "Could not transfer artifact: status code: 403, reason phrase: Forbidden (403)", /^403:/],
    ["maven", "Could not transfer artifact: Not authorized , ReasonPhrase: Unauthorized.", /^401:/],
    ["maven", "Could not find artifact a:b:jar:1 in feedpass-public", /^404:/],
    ["maven", "PKIX path building failed: unable to find valid certification path", /^Unknown CA:.*MAVEN/],
    ["maven", "Checksum validation failed, expected 1 but is 2", /^Hash:/],
    ["maven", "status code: 502, reason phrase: Bad Gateway (502)", /^Upstream:/],
    ["maven", "repo.example: Unknown host repo.example", /^Network:/],
  ];
  for (const [name, lines, reading] of table) {
    it(`${name}: ${JSON.stringify(lines)}`, () => {
      assert.match(readFailure(lines.split("\n"), named(name), facts) ?? "", reading);
    });
  }

  for (const client of clients) {
    it(`${client.name}: says nothing of what it does not know`, () => {
      assert.equal(readFailure(["error: could not compile `x`"], client, facts), undefined);
    });

    it(`${client.name}: a cause counts before what it leads to`, () => {
      const lines = ["404 Not Found", "403 Forbidden", "401 Unauthorized"];
      assert.match(readFailure(lines, client, facts) ?? "", /^401:/);
    });
  }

  it("has a name for an identity that the organization did not tell", () => {
    const text = readFailure(["403"], named("uv"), { feed: "f", identity: undefined });
    assert.match(text ?? "", /Build Service/);
  });
});
