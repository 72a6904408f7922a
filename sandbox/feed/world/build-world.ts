import { FeedContents } from "../contents/feed-contents";
import type { FeedDefinition, IdentityDefinition, OrganizationDefinition } from "./definition";
import { guidFor, sameName } from "./ids";
import type { Feed, Identity, Organization, Project, View } from "./model";

/**
 * Turns definitions into the model that requests are answered from; feeds start empty (see seedFeed).
 * @throws Error when a definition names a project that does not exist, makes a feed public in a private
 *   project, gives a feed a name the service refuses, or gives one token to two identities.
 */
export function buildWorld(definitions: readonly OrganizationDefinition[]): readonly Organization[] {
  return definitions.map((definition) => {
    const projects = definition.projects.map((project): Project => ({
      id: guidFor("project", definition.kind, definition.name, project.name),
      name: project.name,
      visibility: project.visibility ?? "private",
    }));
    return {
      id: guidFor("organization", definition.kind, definition.name),
      tenantId: guidFor("tenant", definition.kind, definition.name),
      name: definition.name,
      kind: definition.kind,
      ...(definition.release && { release: definition.release }),
      projects,
      identities: buildIdentities(definition),
      feeds: definition.feeds.map((feed) => buildFeed(definition, projects, feed)),
    };
  });
}

function buildIdentities(organization: OrganizationDefinition): ReadonlyMap<string, Identity> {
  const identities = new Map<string, Identity>();
  for (const definition of organization.identities) {
    if (definition.token === "" || identities.has(definition.token)) {
      throw new Error(`Identity '${definition.name}' of '${organization.name}' needs a token of its own.`);
    }
    identities.set(definition.token, buildIdentity(organization, definition));
  }
  return identities;
}

function buildIdentity(organization: OrganizationDefinition, definition: IdentityDefinition): Identity {
  return {
    id: guidFor("identity", organization.kind, organization.name, definition.name),
    name: definition.name,
    displayName: definition.displayName,
    schemes: new Set(definition.authenticatedAs === "personalAccessToken" ? ["Basic"] : ["Basic", "Bearer"]),
  };
}

function buildFeed(
  organization: OrganizationDefinition,
  projects: readonly Project[],
  definition: FeedDefinition,
): Feed {
  // FeedCore.name of the published feed API forbids both characters: they carry views and ~force-auth.
  if (/[~@/]/u.test(definition.name)) throw new Error(`A feed cannot be named '${definition.name}'.`);
  const project = projects.find((each) => sameName(each.name, definition.project ?? ""));
  if (definition.project !== undefined && project === undefined) {
    throw new Error(`Feed '${definition.name}' is in project '${definition.project}', which does not exist.`);
  }
  const visibility = definition.visibility ?? "private";
  if (visibility === "public" && project?.visibility !== "public") {
    throw new Error(`Feed '${definition.name}' can be public only in a public project.`);
  }
  const scope = [organization.kind, organization.name, project?.name ?? "", definition.name];
  return {
    id: guidFor("feed", ...scope),
    name: definition.name,
    ...(project && { project }),
    visibility,
    roles: new Map(Object.entries(definition.roles)),
    upstreams: (definition.upstreams ?? []).map((upstream) => ({
      id: guidFor("upstream", ...scope, upstream.name, upstream.registry.kind),
      ...upstream,
    })),
    views: ["Local", "Prerelease", "Release", ...(definition.views ?? [])].map((name): View => ({
      id: guidFor("view", ...scope, name),
      name,
      type: name === "Local" ? "implicit" : "release",
    })),
    contents: new FeedContents(),
    unsavedStatus: definition.unsavedStatus ?? 403,
    listingDelayMs: definition.listingDelayMs ?? 0,
    longestPage: definition.longestPage ?? Infinity,
    normalizedName: definition.normalizedName ?? ((name) => name),
    firstAnswer: definition.firstAnswer ?? "redirect",
    savesWhen: definition.savesWhen ?? "asked",
  };
}
