import type { Protocol } from "../contents/version-key";
import { sameName } from "./ids";
import type { Feed, Organization } from "./model";

/** A file that a feed holds. */
export interface SavedFile {
  readonly protocol: Protocol;
  readonly name: string;
  readonly version: string;
  readonly file: string;
  /** Name of the upstream source it was saved from; absent for a pushed file. */
  readonly upstream?: string;
  /** User-Agent of the request that it was saved for; absent for a pushed file. */
  readonly savedFor?: string;
}

/** GUIDs of a world by name; undefined for a name that does not exist. */
export interface WorldIds {
  organization(name: string): string | undefined;
  project(organization: string, project: string): string | undefined;
  feed(organization: string, feed: string): string | undefined;
  view(organization: string, feed: string, view: string): string | undefined;
  identity(organization: string, identity: string): string | undefined;
}

/**
 * Lists what a feed holds.
 * @throws Error when there is no such feed.
 */
export function savedFiles(
  organizations: readonly Organization[],
  organization: string,
  feed: string,
): readonly SavedFile[] {
  const found = feedNamed(organizations, organization, feed);
  if (found === undefined) throw new Error(`There is no feed '${feed}' in '${organization}'.`);
  return found.contents.packages().flatMap(({ protocol, name }) =>
    found.contents.versions(protocol, name).flatMap((version) =>
      [...version.files.values()].map(({ file, upstream, savedFor }) => ({
        protocol,
        name,
        version: version.version,
        file,
        ...(upstream && { upstream: upstream.name }),
        ...(savedFor !== undefined && { savedFor }),
      })),
    ),
  );
}

/** Look-ups by name over a world. */
export function worldIds(organizations: readonly Organization[]): WorldIds {
  const organization = (name: string): Organization | undefined =>
    organizations.find((each) => sameName(each.name, name));
  return {
    organization: (name) => organization(name)?.id,
    project: (name, project) => organization(name)?.projects.find((each) => sameName(each.name, project))?.id,
    feed: (name, feed) => feedNamed(organizations, name, feed)?.id,
    view: (name, feed, view) =>
      feedNamed(organizations, name, feed)?.views.find((each) => sameName(each.name, view))?.id,
    identity: (name, identity) =>
      [...(organization(name)?.identities.values() ?? [])].find((each) => each.name === identity)?.id,
  };
}

function feedNamed(
  organizations: readonly Organization[],
  organization: string,
  feed: string,
): Feed | undefined {
  return organizations
    .find((each) => sameName(each.name, organization))
    ?.feeds.find((each) => sameName(each.name, feed) || sameName(each.id, feed));
}
