import { kindOfOutput, type FailurePattern } from "../../core/failure";
import { explainFailure, type FailureFacts } from "../../core/failure-texts";

/** The first pattern that the client's lines have counts: causes stand before what they lead to. */
const patterns: readonly FailurePattern[] = [
  {
    pattern:
      /hash mismatch|checksum (?:for .* )?(?:changed|mismatch)|failed to verify the checksum|checksum validation failed|HashMismatch/i,
    kind: "hash",
  },
  {
    pattern:
      /UnknownIssuer|invalid peer certificate|unable to get (?:local )?issuer|SSL certificate problem|self.signed certificate|PKIX path building failed|certificate verify failed/i,
    kind: "authority",
  },
  {
    pattern:
      /\b407\b|proxy authentication required|tunnel(?:ing)? (?:error|failed)|proxy connect|could not resolve proxy|unsuccessful tunnel/i,
    kind: "proxy",
  },
  { pattern: /\b401\b|unauthorized|not authorized/i, kind: "unauthorized" },
  { pattern: /\b403\b|forbidden|lacks permission|AddUpstreamPackage/i, kind: "permission" },
  {
    pattern:
      /\b404\b|not found|no matching package|no matching distribution|could not find artifact|no solution found|was not found in/i,
    kind: "notFound",
  },
  { pattern: /\b50[234]\b|service unavailable|bad gateway|gateway time/i, kind: "upstreamDown" },
  {
    pattern:
      /dns error|could not resolve host|Unknown host|failed to lookup address|Connection refused|tcp connect error/i,
    kind: "network",
  },
];

const trust = "SSL_CERT_FILE for uv, CARGO_HTTP_CAINFO for Cargo, a trust store in MAVEN_OPTS for Maven";

/** Our reading of a client's last lines, with the next step; undefined where they say nothing that is known. */
export function readFailure(
  lines: readonly string[],
  facts: Omit<FailureFacts, "trust">,
): string | undefined {
  const kind = kindOfOutput(lines, patterns);
  return kind === undefined ? undefined : explainFailure(kind, { ...facts, trust });
}
