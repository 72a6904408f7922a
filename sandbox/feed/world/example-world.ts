import type { UpstreamRegistry } from "../upstream/upstream-registry";
import type {
  FeedDefinition,
  IdentityDefinition,
  OrganizationDefinition,
  Role,
  ServerRelease,
} from "./definition";

const people: readonly { readonly name: string; readonly displayName: string; readonly role?: Role }[] = [
  { name: "build", displayName: "Fabrikam Fiber Build Service (fabrikam)", role: "collaborator" },
  { name: "reader", displayName: "Rita Reader", role: "reader" },
  { name: "publisher", displayName: "Paul Publisher", role: "contributor" },
  { name: "owner", displayName: "Olga Owner", role: "administrator" },
  { name: "outsider", displayName: "Otto Outsider" },
];

/** Token of an example identity. It opens nothing but this server, so it need not be secret. */
export function exampleToken(organization: string, identity: string): string {
  return `sandbox-${organization.toLowerCase()}-${identity}`;
}

/**
 * The world of `npm run feed`: organization `fabrikam` and collection `DefaultCollection`, each with the
 * project-scoped private feed `fiber`, the organization-scoped private feed `shared` and the public feed
 * `open` of the public project `Fabrikam Public`. The build service is Collaborator, as new feeds make it
 * (learn.microsoft.com "Manage feed permissions").
 * @param release That of the collection.
 */
export function exampleWorld(
  registries: readonly UpstreamRegistry[],
  release?: ServerRelease,
): readonly OrganizationDefinition[] {
  const roles = Object.fromEntries(people.flatMap(({ name, role }) => (role ? [[name, role]] : [])));
  const upstreams = registries.map((registry) => ({ name: `Public ${registry.kind} registry`, registry }));
  const feeds: readonly FeedDefinition[] = [
    { name: "fiber", project: "Fabrikam Fiber", roles, upstreams },
    { name: "shared", roles, upstreams },
    { name: "open", project: "Fabrikam Public", visibility: "public", roles, upstreams },
  ];
  return (["services", "server"] as const).map((kind) => {
    const name = kind === "services" ? "fabrikam" : "DefaultCollection";
    return {
      name,
      kind,
      ...(kind === "server" && release !== undefined && { release }),
      projects: [{ name: "Fabrikam Fiber" }, { name: "Fabrikam Public", visibility: "public" }],
      identities: people.map((person): IdentityDefinition => ({
        name: person.name,
        displayName: person.displayName,
        token: exampleToken(name, person.name),
      })),
      feeds,
    };
  });
}
