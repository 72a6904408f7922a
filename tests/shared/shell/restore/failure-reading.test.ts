import assert from "node:assert/strict";
import { clients } from "../../../../shared/clients/clients";
import type { RestoringClient } from "../../../../shared/core/client";
import { readFailure } from "../../../../shared/shell/restore/failure-reading";

const facts = {
  feed: { project: "Fiber", name: "fiber", forceAuth: false },
  organization: "fabrikam",
  identity: "Build Service (42)",
};

function named(name: string): RestoringClient {
  const client = clients.find((each) => each.name === name);
  assert.ok(client !== undefined, name);
  return client;
}

const isOfFeed = ({ host }: URL): boolean => host === "pkgs.example";

function read(
  name: string,
  lines: readonly string[],
  known: Parameters<typeof readFailure>[2] = facts,
): string | undefined {
  return readFailure(lines, named(name), known, isOfFeed);
}

describe("restore: reading of a client's last lines", () => {
  const table: readonly (readonly [string, string, RegExp])[] = [
    [
      "uv",
      "  HTTP status client error (401 Unauthorized) for url (https://pkgs.example/)",
      /^Feed Fiber\/fiber did not take the token of Build Service \(42\)/,
    ],
    [
      "uv",
      "error: failed to download: HTTP status client error (403 Forbidden)",
      / does not let Build Service \(42\) save .*Collaborator/,
    ],
    [
      "uv",
      "hint: An index URL returned a 404 Not Found error",
      / does not have this package.*externally sourced/,
    ],
    ["uv", "invalid peer certificate: UnknownIssuer", /^The certificate .*SSL_CERT_FILE\.$/],
    ["uv", "tunnel error: unsuccessful\n407 Proxy Authentication Required", /^The proxy did not/],
    [
      "uv",
      "error: Hash mismatch for `alpha==1.0`",
      /^A file of feed Fiber\/fiber is not the one that the lock file names/,
    ],
    ["uv", "HTTP status server error (503 Service Unavailable)", / could not reach its upstream source/],
    [
      "uv",
      "dns error: failed to lookup address information",
      /^Feed Fiber\/fiber could not be reached, or a host that stands in no line above/,
    ],
    ["uv", "No solution found when resolving dependencies", / does not have this package/],
    ["cargo", "error: no matching package named `x` found", / does not have this package/],
    ["cargo", "SSL certificate problem: unable to get local issuer certificate", /^The certificate .*CAINFO/],
    [
      "cargo",
      "failed to verify the checksum of `x v1.0.0`",
      /^A file of feed Fiber\/fiber is not the one that the lock file names/,
    ],
    [
      "cargo",
      "checksum for `x v1.0.0` changed between lock files",
      /^A file of feed Fiber\/fiber is not the one that the lock file names/,
    ],
    ["cargo", "curl: CONNECT tunnel failed, response 407", /^The proxy did not/],
    [
      "cargo",
      "failed to get successful HTTP response from `https://pkgs.example/x`, got 401",
      / did not take the token of /,
    ],
    ["cargo", "got 403\nbody: lacks permission AddUpstreamPackage", / does not let /],
    ["cargo", "got 503", / could not reach its upstream source/],
    [
      "cargo",
      "[6] Could not resolve hostname (Could not resolve host: x.example)",
      /^Feed Fiber\/fiber could not be reached, or a host that stands in no line above/,
    ],
    [
      "maven",
      "Could not transfer artifact: status code: 403, reason phrase: Forbidden (403)",
      / does not let /,
    ],
    [
      "maven",
      "Could not transfer artifact: Not authorized , ReasonPhrase: Unauthorized.",
      / did not take the token of /,
    ],
    [
      "maven",
      "[ERROR] a:b:1: Could not transfer artifact a:b:pom:1 from/to fiber (https://pkgs.example/m): authentication failed for https://pkgs.example/m/a.pom, status: 401 Unauthorized",
      / did not take the token of /,
    ],
    [
      "maven",
      "[ERROR] a:b:1: Could not transfer artifact a:b:pom:1 from/to fiber (https://pkgs.example/m): authorization failed for https://pkgs.example/m/a.pom, status: 403 Forbidden",
      / does not let /,
    ],
    [
      "maven",
      "[ERROR] a:b:pom:1 (absent): Could not transfer artifact a:b:pom:1 from/to x (https://pkgs.example/m): pkgs.example: Name or service not known",
      /^Feed Fiber\/fiber could not be reached, or a host that stands in no line above/,
    ],
    [
      "maven",
      "[ERROR] a:b:404 was not built\nCould not find artifact a:b:jar:1 in x",
      / does not have this package/,
    ],
    ["maven", "Could not find artifact a:b:jar:1 in feedpass-public", / does not have this package/],
    [
      "maven",
      "PKIX path building failed: unable to find valid certification path",
      /^The certificate .*MAVEN/,
    ],
    [
      "maven",
      "Checksum validation failed, expected 1 but is 2",
      /^A file of feed Fiber\/fiber is not the one that the lock file names/,
    ],
    ["maven", "status code: 502, reason phrase: Bad Gateway (502)", / could not reach its upstream source/],
    [
      "maven",
      "repo.example: Unknown host repo.example",
      /^Feed Fiber\/fiber could not be reached, or a host that stands in no line above/,
    ],
  ];
  for (const [name, lines, reading] of table) {
    it(`${name}: ${JSON.stringify(lines)}`, () => {
      const [said = "", ...text] = (read(name, lines.split("\n")) ?? "").split("\n");
      assert.match(said, /^It said: \S/);
      assert.match(text.join("\n"), reading);
    });
  }

  for (const client of clients) {
    it(`${client.name}: says nothing of what it does not know`, () => {
      assert.equal(read(client.name, ["error: could not compile `x`"]), undefined);
    });

    it(`${client.name}: a cause counts before what it leads to`, () => {
      const lines = ["404 Not Found", "403 Forbidden", "401 Unauthorized"];
      assert.match(read(client.name, lines) ?? "", / did not take the token of /);
    });
  }

  it("has a name for an identity that the organization did not tell", () => {
    const text = read("uv", ["403"], { ...facts, identity: undefined });
    assert.match(text ?? "", /Build Service/);
  });

  for (const [name, lines] of [
    [
      "uv",
      "error: Failed to fetch: `https://files.example/a.whl`\n  Caused by: HTTP status client error (403 Forbidden)",
    ],
    [
      "uv",
      "Request failed after 3 retries\n  Caused by: error sending request for url (https://files.example/a/)\n  dns error",
    ],
    ["cargo", "failed to get successful HTTP response from `https://files.example/config.json`, got 401"],
    ["maven", "Could not transfer artifact a:b:jar:1 from/to x (https://files.example/m): status code: 404"],
  ] as const)
    it(`${name}: does not blame the feed for another host: ${JSON.stringify(lines)}`, () => {
      const text = read(name, lines.split("\n")) ?? "";
      assert.match(text, /It was files\.example that was asked in vain, which is not the feed/);
      assert.doesNotMatch(text, /role|did not take/);
    });

  it("takes the feed's storage for the feed", () => {
    const line = "got 403 from https://x.blob.core.windows.net/b/c";
    assert.match(read("cargo", [line]) ?? "", / does not let /);
  });
});
