import type { Reply } from "./protocol";

/**
 * Why a package was not restored or saved.
 * - hash: the feed's file is not the one that the lock file names;
 * - unauthorized: the feed did not take the token (401);
 * - permission: the identity may not read the feed, or not save from upstream (403);
 * - feedMissing: there is no such feed, or none that the identity can see;
 * - blocked: versions of public registries are not let into this package ("Allow externally sourced versions");
 * - deleted: the version was in the feed and was deleted, so that its number is used up;
 * - notFound: neither the feed nor an upstream source has it;
 * - upstreamDown: the feed could not reach the upstream source;
 * - refused: the feed does not take the request or the file, and its own text says why (400, 413 and their like);
 * - rateLimited: the feed still said 429 after the waits that it had asked for;
 * - authority: the certificate that was shown is of nobody whom the client trusts;
 * - proxy: the proxy did not let the request through;
 * - network: no complete answer, or one that nobody expects of a feed.
 */
export type FailureKind = (typeof failureKinds)[number];

/** Every kind, in the order above. */
export const failureKinds = [
  "hash",
  "unauthorized",
  "permission",
  "feedMissing",
  "blocked",
  "deleted",
  "notFound",
  "upstreamDown",
  "refused",
  "rateLimited",
  "authority",
  "proxy",
  "network",
] as const;

/** How a client's own output shows a kind of failure. */
export interface FailurePattern {
  readonly pattern: RegExp;
  readonly kind: FailureKind;
}

/** What a client's output says of a failure: its kind, and the index of the line that says so. */
export interface OutputFailure {
  readonly kind: FailureKind;
  readonly line: number;
}

/** The first pattern that fits a client's last lines; undefined where they say nothing that is known. */
export function failureInOutput(
  lines: readonly string[],
  patterns: readonly FailurePattern[],
): OutputFailure | undefined {
  for (const { pattern, kind } of patterns) {
    const line = lines.findIndex((each) => pattern.test(each));
    if (line >= 0) return { kind, line };
  }
  return undefined;
}

/**
 * What a feed's refusal means. Of a 404 it may be another kind on a closer look: `blocked` or `deleted`.
 * A refused token can also get a sign-in page: 203 (vsts-rest-api-specs#97) or a redirect (eclipse-che/che-server#755).
 */
export function kindOfRefusal({ status, typeKey, message }: Reply<unknown>): FailureKind {
  if (status === 401 || status === 203 || (status >= 300 && status < 400)) return "unauthorized";
  if (status === 403) return "permission";
  if (status === 404 && /^(?:FeedIdNotFound|FeedViewNotFound|ProjectDoesNotExist)/.test(typeKey))
    return "feedMissing";
  if (status === 404 || status === 410) return "notFound";
  if (status === 407) return "proxy";
  if (status === 429) return "rateLimited";
  if (status >= 400 && status < 500 && status !== 408) return "refused";
  return status >= 500 && /upstream/i.test(typeKey + message) ? "upstreamDown" : "network";
}
