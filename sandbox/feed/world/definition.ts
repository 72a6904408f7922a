import type { VersionFile } from "../contents/version-key";
import type { UpstreamRegistry } from "../upstream/upstream-registry";

/**
 * A feed role. Portal names in the same order: Feed Reader, Feed and Upstream Reader (Collaborator),
 * Feed Publisher (Contributor), Feed Owner.
 * Source: learn.microsoft.com "Manage feed permissions".
 */
export type Role = "reader" | "collaborator" | "contributor" | "administrator";

/** A package file that is in the feed, as if pushed, before the first request. The room of its protocol makes it. */
export interface SeedPackage extends VersionFile {
  readonly content: Buffer;
}

/** One feed: its scope, its readers and writers, its upstream sources in search order. */
export interface FeedDefinition {
  readonly name: string;
  /** Name of the project that scopes the feed; absent for an organization-scoped feed. */
  readonly project?: string;
  readonly visibility?: "private" | "public";
  /** Identity name to role. An identity that is not listed has no permission on a private feed. */
  readonly roles: Readonly<Record<string, Role>>;
  readonly upstreams?: readonly { readonly name: string; readonly registry: UpstreamRegistry }[];
  /** Views beside Local, Prerelease and Release. */
  readonly views?: readonly string[];
  readonly packages?: readonly SeedPackage[];
  /**
   * What who may not save gets for what only an upstream source has; 403 when absent. With 404 that is hidden in
   * indexes, too. What the service answers is not established: an npm tarball gets 403 (azure-pipelines-tasks#12193).
   */
  readonly unsavedStatus?: 401 | 403 | 404;
  /** Milliseconds after which the REST lists name a version that was saved; 0 when absent. */
  readonly listingDelayMs?: number;
  /** The most packages that a page of the REST list has, however many are asked for. */
  readonly longestPage?: number;
  /** `normalizedName` in the REST lists, where that is not the name; what the service makes of it is not established. */
  readonly normalizedName?: (name: string) => string;
  /**
   * What the GET that saves a file is answered with: a redirect (the default), or the bytes with 200, as npm packages are
   * (pnpm#11572).
   */
  readonly firstAnswer?: "redirect" | "bytes";
  /**
   * When a file is saved: before the redirect (the default; microsoft/mxc, seed_feed.py, for Cargo), or when its target
   * is fetched, which nobody has excluded for the other protocols.
   */
  readonly savesWhen?: "asked" | "fetched";
}

/** Someone who can authenticate in one organization. */
export interface IdentityDefinition {
  readonly name: string;
  readonly displayName: string;
  readonly token: string;
  /**
   * A job token (the default) is accepted as Basic password and as Bearer; a personal access token
   * only as Basic password.
   */
  readonly authenticatedAs?: "jobToken" | "personalAccessToken";
}

/** Releases of Azure DevOps Server, which know REST versions up to their own. */
export type ServerRelease = "2018" | "2019.1" | "2020" | "2022";

/** An organization of the Services face, or a collection of the Server face. */
export interface OrganizationDefinition {
  readonly name: string;
  readonly kind: "services" | "server";
  /** Which REST versions a collection knows; those of Services when absent. */
  readonly release?: ServerRelease;
  readonly projects: readonly { readonly name: string; readonly visibility?: "private" | "public" }[];
  readonly identities: readonly IdentityDefinition[];
  readonly feeds: readonly FeedDefinition[];
}
