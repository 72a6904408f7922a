/** A role in a feed, from the weakest: docs/artifacts/feeds/feed-permissions.md; `FeedPermission.role`, feed.json. */
export type FeedRole = (typeof roles)[number];

const roles = ["none", "reader", "collaborator", "contributor", "administrator"] as const;

/** As versions before 6.0 number them (REST reference 5.0, "Feed Management"). */
const numbered: ReadonlyMap<unknown, FeedRole> = new Map([
  [2, "reader"],
  [3, "contributor"],
  [4, "administrator"],
]);

/** Who the job is to the organization, as far as it says. */
export interface JobIdentityFacts {
  readonly name?: string;
  readonly id?: string;
  readonly descriptor?: string;
}

/**
 * The strongest role that a feed's list of permissions gives an identity itself. Undefined where it does not name it:
 * the identity may have a role by a group, and the list does not say who is in one.
 * @param list The answer to `Feeds/{feedId}/permissions` (specification/artifacts/7.2/feed.json).
 */
export function roleIn(list: unknown, { id, descriptor }: JobIdentityFacts): FeedRole | undefined {
  const entries: unknown = (list as { value?: unknown } | null | undefined)?.value;
  let strongest = -1;
  for (const entry of Array.isArray(entries) ? entries : []) {
    const { role, identityId, identityDescriptor } = {
      ...(entry as Partial<Record<string, unknown>> | null),
    };
    if (!isSame(identityId, id) && !isSame(identityDescriptor, descriptor)) continue;
    const known = numbered.get(role) ?? roles.find((each) => isSame(role, each));
    if (known !== undefined) strongest = Math.max(strongest, roles.indexOf(known));
  }
  return roles[strongest];
}

/** Whether a role lets a feed save from its upstream sources on an identity's behalf. Undefined: nobody knows. */
export function maySave(role: FeedRole | undefined): boolean | undefined {
  return role === undefined ? undefined : roles.indexOf(role) >= roles.indexOf("collaborator");
}

function isSame(one: unknown, other: string | undefined): boolean {
  return typeof one === "string" && other !== undefined && one.toLowerCase() === other.toLowerCase();
}
