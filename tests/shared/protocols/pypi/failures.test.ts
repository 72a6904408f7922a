import assert from "node:assert/strict";
import { failureInOutput } from "../../../../shared/core/failure";
import { pythonFailures } from "../../../../shared/protocols/pypi/failures";

/** Lines as the clients wrote them, of the versions that the patterns name. */
const outputs = [
  [
    "pip",
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated",
    "hash",
  ],
  ["pip", "ERROR: No matching distribution found for up-3", "notFound"],
  ["pip", "ERROR: HTTP error 403 while getting https://feed.example/a.whl", "permission"],
  ["pip", "WARNING: 401 Error, Credentials not correct for https://feed.example/simple/a/", "unauthorized"],
  [
    "pip",
    "Could not fetch URL https://feed.example/: There was a problem confirming the ssl certificate: (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate')))",
    "authority",
  ],
  [
    "pip",
    "WARNING: Retrying after connection broken by 'ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required'))'",
    "proxy",
  ],
  [
    "pip",
    "WARNING: Retrying after connection broken by 'NewConnectionError(…: Failed to establish a new connection: [Errno 111] Connection refused')'",
    "network",
  ],
  ["pip", "ERROR: 503 Server Error: Service Unavailable for url: https://feed.example/", "upstreamDown"],
  [
    "Poetry 1.8",
    "  Retrieved digests for links a.whl(sha256:0) not in poetry.lock metadata {'sha256:1'}",
    "hash",
  ],
  [
    "Poetry 2.5",
    "    | Downloaded distributions for up-2 (1.0.2) did not match any known checksums in your lock file.",
    "hash",
  ],
  [
    "Poetry",
    "Source (fiber): Authorization error accessing https://feed.example/pypi/simple/up-2/",
    "unauthorized",
  ],
  ["Poetry 2.5", "    | Unable to find installation candidates for up-2 (1.0.2)", "notFound"],
  [
    "Poetry 1.8",
    "Because app depends on up-2 (*) which doesn't match any versions, version solving failed.",
    "notFound",
  ],
  ["PDM", "pdm.exceptions.CandidateNotFound: No candidate is found for `up-22` that matches", "notFound"],
  ["PDM", "[CandidateNotFound]: Unable to find candidates for nope. There may exist some issues", "notFound"],
  [
    "uv",
    "error: Failed to fetch: `https://feed.example/`: HTTP status client error (404 Not Found)",
    "notFound",
  ],
  ["uv", "  × No solution found when resolving dependencies:", "notFound"],
] as const;

describe("failures of Python's clients", () => {
  for (const [client, line, kind] of outputs) {
    it(`${client}: ${kind} in ${JSON.stringify(line.slice(0, 60))}`, () => {
      assert.equal(failureInOutput(["Resolving", line], pythonFailures)?.kind, kind);
    });
  }

  it("are nothing in what is no failure", () => {
    for (const line of [
      "Installing up-1 (1.0.1)",
      "Successfully downloaded up-1",
      "The lock file might not be compatible",
    ])
      assert.equal(failureInOutput([line], pythonFailures), undefined, line);
  });
});
