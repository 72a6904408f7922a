import { protocols } from "../feed/protocols/all-protocols";
import type { OrganizationDefinition } from "../feed/start-feed";
import type { UpstreamRegistry } from "../feed/upstream/upstream-registry";

export const project = "Fabrikam Fiber";
export const feedName = "fiber";
export const buildService = "Fabrikam Fiber Build Service (fabrikam)";

/** An organization of Services, or a collection of Server, and its address below a host. */
export interface Place {
  readonly kind: "services" | "server";
  readonly organization: string;
}

export const services: Place = { kind: "services", organization: "fabrikam" };
export const server: Place = { kind: "server", organization: "DefaultCollection" };

/**
 * One organization with one private, project-scoped feed. The build service of the project is Collaborator there, as
 * in every new feed (learn.microsoft.com, "Manage feed permissions"), and the job's token is its own.
 */
export function feedWorld(
  place: Place,
  token: string,
  registries: readonly UpstreamRegistry[],
): readonly OrganizationDefinition[] {
  return [
    {
      name: place.organization,
      kind: place.kind,
      projects: [{ name: project }],
      identities: [{ name: buildService, displayName: buildService, token }],
      feeds: [
        {
          name: feedName,
          project,
          visibility: "private",
          roles: { [buildService]: "collaborator" },
          upstreams: registries.map((registry) => ({ name: `Public ${registry.kind} registry`, registry })),
          packages: protocols.flatMap((protocol) => protocol.examplePackages()),
        },
      ],
    },
  ];
}
