/** What the reading of a failure names. */
export interface FailureFacts {
  /** `project/feed`. */
  readonly feed: string;
  /** Who the job is to the feed, as far as that is known. */
  readonly identity: string | undefined;
}

interface Reading {
  readonly pattern: RegExp;
  readonly text: (facts: FailureFacts) => string;
}

const who = ({ identity }: FailureFacts): string =>
  identity ?? "the job's identity (the project's Build Service)";

/** The first pattern that the client's lines have counts: causes stand before what they lead to. */
const readings: readonly Reading[] = [
  {
    pattern:
      /hash mismatch|checksum (?:for .* )?(?:changed|mismatch)|failed to verify the checksum|checksum validation failed|HashMismatch/i,
    text: ({ feed }) =>
      `Hash: a file of feed ${feed} is not the one that the lock file names. Do not lift the check: compare the lock file's hash with the registry's own, and find out who put the other file into the feed.`,
  },
  {
    pattern:
      /UnknownIssuer|invalid peer certificate|unable to get (?:local )?issuer|SSL certificate problem|self.signed certificate|PKIX path building failed|certificate verify failed/i,
    text: () =>
      "Unknown CA: the client does not trust the certificate that it was shown, as behind a proxy that opens TLS. Give the machine's CA to the client: SSL_CERT_FILE for uv, CARGO_HTTP_CAINFO for Cargo, a trust store in MAVEN_OPTS for Maven.",
  },
  {
    pattern:
      /\b407\b|proxy authentication required|tunnel(?:ing)? (?:error|failed)|proxy connect|could not resolve proxy|unsuccessful tunnel/i,
    text: () =>
      "Proxy: the client did not get through the proxy. Check HTTPS_PROXY and the agent's proxy settings, and that pkgs.dev.azure.com and *.blob.core.windows.net may be reached.",
  },
  {
    pattern: /\b401\b|unauthorized|not authorized/i,
    text: (facts) =>
      `401: feed ${facts.feed} did not take the client as ${who(facts)}. A project index or registry of another place than the feed also answers so: look at the addresses above; the job's authorization scope must include the feed's project.`,
  },
  {
    pattern: /\b403\b|forbidden|lacks permission|AddUpstreamPackage/i,
    text: (facts) =>
      `403: ${who(facts)} may read feed ${facts.feed} but not save packages from its upstream sources. Give that identity the role Feed and Upstream Reader (Collaborator) in Feed settings > Permissions.`,
  },
  {
    pattern:
      /\b404\b|not found|no matching package|no matching distribution|could not find artifact|no solution found|was not found in/i,
    text: ({ feed }) =>
      `404: feed ${feed} and its upstream sources do not have the package or version. Check the name; a version that was deleted from the feed never comes back; where the feed has versions of its own of the package, a Feed Owner must allow externally sourced versions.`,
  },
  {
    pattern: /\b50[234]\b|service unavailable|bad gateway|gateway time/i,
    text: ({ feed }) =>
      `Upstream: feed ${feed} could not reach its upstream source just now. Packages that the feed has saved are not concerned; run the job again later.`,
  },
  {
    pattern:
      /dns error|could not resolve host|Unknown host|failed to lookup address|Connection refused|tcp connect error/i,
    text: () =>
      "Network: a host could not be reached. If it is not the feed's, a lock file or a configuration line leads past the feed: see the bypasses above.",
  },
];

/** Our reading of a client's last lines, with the next step; undefined where they say nothing that is known. */
export function readFailure(lines: readonly string[], facts: FailureFacts): string | undefined {
  const text = lines.join("\n");
  return readings.find(({ pattern }) => pattern.test(text))?.text(facts);
}
