import type { FailurePattern } from "../../../core/failure";

/**
 * As Maven's resolver and its transports say it: the line that counts names the artifact and the repository with its
 * address (tried with 3.8.7, whose transport is Wagon, and 3.9.16, whose is its own).
 */
export const failures: readonly FailurePattern[] = [
  { pattern: /checksum validation failed/i, kind: "hash" },
  {
    pattern: /PKIX path building failed|unable to find valid certification path|self.signed certificate/i,
    kind: "authority",
  },
  {
    pattern: /\bstatus(?: code)?: 407\b|proxy authentication required|unable to tunnel|proxy connect/i,
    kind: "proxy",
  },
  {
    pattern:
      /\bstatus(?: code)?: 401\b|\(401\)|\b401 unauthorized|not authorized\b|authentication failed for/i,
    kind: "unauthorized",
  },
  {
    pattern:
      /\bstatus(?: code)?: 403\b|\(403\)|\b403 forbidden|authorization failed|access denied to|lacks permission|AddUpstreamPackage/i,
    kind: "permission",
  },
  {
    pattern:
      /\bstatus(?: code)?: 50[234]\b|\(50[234]\)|\b50[234] (?:bad|service|gateway)|service unavailable|bad gateway|gateway time/i,
    kind: "upstreamDown",
  },
  { pattern: /\bstatus(?: code)?: 429\b|\(429\)|too many requests/i, kind: "rateLimited" },
  { pattern: /\bstatus(?: code)?: 4(?:00|13|22)\b|\((?:400|413|422)\)/i, kind: "refused" },
  {
    pattern:
      /unknown host|UnknownHostException|name or service not known|nodename nor servname|connection (?:refused|reset|timed out)|connect timed out|read timed out|no route to host|could not resolve host/i,
    kind: "network",
  },
  {
    pattern:
      /could not find (?:artifact|metadata)|was not found in|\bstatus(?: code)?: 404\b|\b404 not found|no versions available for/i,
    kind: "notFound",
  },
];
