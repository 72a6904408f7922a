import type { UpstreamSource } from "../upstream/upstream-registry";
import type { FeedContents } from "../contents/feed-contents";
import type { Role, ServerRelease } from "./definition";

/** Authorization schemes the service understands. */
export type AuthenticationScheme = "Basic" | "Bearer";

/** An identity of one organization; its token stays in the organization's look-up. */
export interface Identity {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly schemes: ReadonlySet<AuthenticationScheme>;
}

/** A project; public ones let anonymous users read public feeds. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly visibility: "private" | "public";
}

/** A feed view such as `@Local`. */
export interface View {
  readonly id: string;
  readonly name: string;
  readonly type: "implicit" | "release";
}

/** A feed with what is in it. */
export interface Feed {
  readonly id: string;
  readonly name: string;
  readonly project?: Project;
  readonly visibility: "private" | "public";
  readonly roles: ReadonlyMap<string, Role>;
  readonly upstreams: readonly UpstreamSource[];
  readonly views: readonly View[];
  readonly contents: FeedContents;
  readonly unsavedStatus: 401 | 403 | 404;
  readonly listingDelayMs: number;
  readonly longestPage: number;
  readonly normalizedName: (name: string) => string;
  readonly firstAnswer: "redirect" | "bytes";
  readonly savesWhen: "asked" | "fetched";
}

/** An organization (Services) or collection (Server). */
export interface Organization {
  readonly id: string;
  /** Entra tenant named in challenges. */
  readonly tenantId: string;
  readonly name: string;
  readonly kind: "services" | "server";
  readonly release?: ServerRelease;
  readonly projects: readonly Project[];
  readonly feeds: readonly Feed[];
  /** Token to identity. A token of another organization is not in here. */
  readonly identities: ReadonlyMap<string, Identity>;
}
