import { sameName } from "../world/ids";
import type { Organization } from "../world/model";

/** What a host of the Services face serves; the Server face serves everything at one address. */
export type Service = "packages" | "feeds" | "core";

/** Where a request is addressed to: an organization, and the rest of the path below it. */
export interface Site {
  readonly organization: Organization;
  readonly services: ReadonlySet<Service>;
  /** Address of the organization at the host that was asked, with a trailing slash. */
  readonly base: string;
  /** Path segments below the organization. */
  readonly rest: readonly string[];
}

/** Host that downloads of the Services face are redirected to. Shape: uv#11379. */
export const servicesBlobHost = "sandboxblob.vsblob.vsassets.io";

const hosts: readonly { readonly pattern: RegExp; readonly service: Service; readonly legacy: boolean }[] = [
  { pattern: /^pkgs\.dev\.azure\.com$/u, service: "packages", legacy: false },
  { pattern: /^feeds\.dev\.azure\.com$/u, service: "feeds", legacy: false },
  { pattern: /^dev\.azure\.com$/u, service: "core", legacy: false },
  { pattern: /^pkgs\.visualstudio\.com$/u, service: "packages", legacy: false },
  { pattern: /^([a-z0-9-]+)\.pkgs\.visualstudio\.com$/u, service: "packages", legacy: true },
  { pattern: /^([a-z0-9-]+)\.feeds\.visualstudio\.com$/u, service: "feeds", legacy: true },
  { pattern: /^([a-z0-9-]+)\.visualstudio\.com$/u, service: "core", legacy: true },
];

/** Whether a host (without port) belongs to the Services face, the blob host included. */
export function isServicesHost(host: string): boolean {
  const name = host.toLowerCase();
  return name === servicesBlobHost || hosts.some(({ pattern }) => pattern.test(name));
}

/**
 * Finds the organization that a request is for; undefined when there is none of that name.
 * @param authority Host header, lower case.
 * @param segments Unescaped path.
 */
export function findSite(
  organizations: readonly Organization[],
  scheme: string,
  authority: string,
  segments: readonly string[],
): Site | undefined {
  const host = authority.replace(/:\d+$/u, "");
  const known = hosts.find(({ pattern }) => pattern.test(host));
  if (known === undefined) {
    const organization = findOrganization(organizations, "server", segments[0]);
    const services = new Set<Service>(["packages", "feeds", "core"]);
    return organization && site(organization, services, `${scheme}://${authority}`, segments.slice(1));
  }
  const services = new Set([known.service]);
  if (!known.legacy) {
    const organization = findOrganization(organizations, "services", segments[0]);
    return organization && site(organization, services, `${scheme}://${authority}`, segments.slice(1));
  }
  const organization = findOrganization(organizations, "services", known.pattern.exec(host)?.[1]);
  // Old addresses may still carry the one collection that every legacy account had.
  const rest = sameName(segments[0] ?? "", "DefaultCollection") ? segments.slice(1) : segments;
  return organization && { organization, services, base: `${scheme}://${authority}/`, rest };
}

function site(
  organization: Organization,
  services: ReadonlySet<Service>,
  origin: string,
  rest: readonly string[],
): Site {
  return { organization, services, base: `${origin}/${encodeURIComponent(organization.name)}/`, rest };
}

/** By name, or by the `A{guid}` form of the host-GUID access mapping. */
function findOrganization(
  organizations: readonly Organization[],
  kind: Organization["kind"],
  name = "",
): Organization | undefined {
  return organizations.find(
    (each) => each.kind === kind && (sameName(each.name, name) || sameName(`A${each.id}`, name)),
  );
}
