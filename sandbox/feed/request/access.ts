import type { Caller } from "../http/authentication";
import { anonymousRefused, tokenRefused } from "../http/challenge";
import type { Exchange } from "../http/exchange";
import { packageNotFound, Problem } from "../http/problem";
import type { Role } from "../world/definition";
import type { Feed, Organization } from "../world/model";
import type { FeedReference } from "./scope";

/** Permission names as they stand in the 403 texts. */
export type Permission =
  "ReadPackages" | "AddUpstreamPackage" | "AddPackage" | "DeletePackage" | "AdministerFeed";

/** The weakest role that has a permission. Source: learn.microsoft.com "Manage feed permissions". */
const needed: Readonly<Record<Permission, Role>> = {
  ReadPackages: "reader",
  AddUpstreamPackage: "collaborator",
  AddPackage: "contributor",
  DeletePackage: "administrator",
  AdministerFeed: "administrator",
};

const ranks: readonly Role[] = ["reader", "collaborator", "contributor", "administrator"];

/** Answers what the sender of one request may do with one feed. */
export class Access {
  readonly exchange: Exchange;
  readonly organization: Organization;
  readonly caller: Caller;
  readonly feed: Feed;

  constructor(exchange: Exchange, organization: Organization, caller: Caller, feed: Feed) {
    this.exchange = exchange;
    this.organization = organization;
    this.caller = caller;
    this.feed = feed;
  }

  get isAnonymous(): boolean {
    return this.caller.kind === "anonymous";
  }

  /** Whether the sender has the permission; reading a public feed needs no role. */
  has(permission: Permission): boolean {
    if (permission === "ReadPackages" && this.feed.visibility === "public") return true;
    const role = this.caller.kind === "known" ? this.feed.roles.get(this.caller.identity.name) : undefined;
    return role !== undefined && ranks.indexOf(role) >= ranks.indexOf(needed[permission]);
  }

  /** @throws Problem 401 to the anonymous, 403 with the permission's name to others (azure-pipelines-tasks#14668). */
  require(permission: Permission): void {
    if (this.has(permission)) return;
    if (this.caller.kind !== "known") throw anonymousRefused(this.exchange, this.organization);
    const status = permission === "AddUpstreamPackage" ? this.feed.unsavedStatus : 403;
    if (status === 401) throw tokenRefused(this.exchange, this.organization);
    if (status === 404) throw packageNotFound("version that you may see", this.feed.name);
    const user = this.caller.identity.id;
    throw new Problem(
      403,
      "FeedNeedsPermissionsException",
      `User '${user}' lacks permission to complete this action. You need to have '${permission}'.`,
    );
  }

  /** 401 of a public feed for what only an upstream source has. Source: azure-pipelines-agent#4327. */
  noLocalVersions(packageName: string): Problem {
    const message = `No local versions of package '${packageName}'; please provide authentication to access versions from upstream that have not yet been saved to your feed.`;
    return anonymousRefused(this.exchange, this.organization, message);
  }
}

/**
 * Lets nobody in whose token is unknown, and asks for credentials before anything about a feed that is not
 * public is said.
 * @throws Problem 401.
 */
export function refuseUnknownCaller(exchange: Exchange, organization: Organization, caller: Caller): void {
  if (caller.kind === "unknown") throw tokenRefused(exchange, organization);
}

/**
 * Applies the `~force-auth` suffix. Source of rule and text: azure-sdk-for-rust#5041.
 * @throws Problem 401 to the anonymous.
 */
export function refuseAnonymousOnForceAuth(
  exchange: Exchange,
  organization: Organization,
  caller: Caller,
  reference: FeedReference,
): void {
  if (!reference.forceAuth || caller.kind !== "anonymous") return;
  const message = `No authorization provided for feed ${reference.feed.name} even though required by ~force-auth`;
  throw anonymousRefused(exchange, organization, message);
}
