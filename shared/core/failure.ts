/**
 * Why a package was not restored or saved.
 * - hash: the feed's file is not the one that the lock file names;
 * - unauthorized: the feed did not take the token (401);
 * - permission: the identity may not read the feed, or not save from upstream (403);
 * - blocked: versions of public registries are not let into this package ("Allow externally sourced versions");
 * - deleted: the version was in the feed and was deleted, so that its number is used up;
 * - notFound: neither the feed nor an upstream source has it;
 * - upstreamDown: the feed could not reach the upstream source;
 * - rateLimited: the feed still said 429 after the waits that it had asked for;
 * - authority: the certificate that was shown is of nobody whom the client trusts;
 * - proxy: the proxy did not let the request through;
 * - network: no complete answer, or one that nobody expects of a feed.
 */
export type FailureKind =
  | "hash"
  | "unauthorized"
  | "permission"
  | "blocked"
  | "deleted"
  | "notFound"
  | "upstreamDown"
  | "rateLimited"
  | "authority"
  | "proxy"
  | "network";

/** How a client's own output shows a kind of failure. */
export interface FailurePattern {
  readonly pattern: RegExp;
  readonly kind: FailureKind;
}
