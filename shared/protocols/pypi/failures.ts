import type { OwnFailure } from "../../core/client";
import type { FailurePattern } from "../../core/failure";

/**
 * As Python's clients say it, and what is below them: requests and urllib3 of pip, pipenv and Poetry, httpx of PDM, reqwest
 * and rustls of uv. Poetry calls both 401 and 403 an authorization error; PDM says the same of a file that is not there,
 * is refused or has another hash. Tried: pip 23.2 to 26.3, pipenv 2026.10, Poetry 1.8 and 2.5, PDM 2.22, uv 0.13.
 */
export const pythonFailures: readonly FailurePattern[] = [
  {
    pattern:
      /hash mismatch|HashMismatch|do not match the hashes|did not match any known checksums|Retrieved digests for links/i,
    kind: "hash",
  },
  {
    pattern:
      /UnknownIssuer|invalid peer certificate|unable to get (?:local )?issuer|self.signed certificate|certificate.verify.failed/i,
    kind: "authority",
  },
  {
    pattern:
      /\b407\b|proxy authentication required|tunnel error|unsuccessful tunnel|tunnel connection failed|proxy connect/i,
    kind: "proxy",
  },
  { pattern: /\b401\b|unauthorized|authorization error/i, kind: "unauthorized" },
  { pattern: /\b403\b|forbidden|lacks permission|AddUpstreamPackage/i, kind: "permission" },
  {
    pattern:
      /\b404\b|not found|no matching distribution|no solution found|installation candidates|No candidate is found|find candidates for|version solving failed/i,
    kind: "notFound",
  },
  { pattern: /\b50[234]\b|service unavailable|bad gateway|gateway time/i, kind: "upstreamDown" },
  {
    pattern:
      /dns error|failed to lookup address|could not resolve host|name or service not known|NameResolutionError|connection refused|tcp connect error|ConnectTimeout/i,
    kind: "network",
  },
];

/** How a client says that its lock file was written for another state of the manifest. `locking` is how it is written. */
export function staleLock(pattern: RegExp, locking: string): OwnFailure {
  return {
    pattern,
    text: `The lock file is out of date: its manifest has changed since it was written. ${locking}`,
  };
}
