import { anonymousRefused } from "../http/challenge";
import { sendJson } from "../http/answer";
import type { Identity, Organization } from "../world/model";
import { checkApiVersion, previewVersions } from "./api-versions";
import type { RestRequest } from "./rest-request";

/**
 * Answers `_apis/connectionData`: who the sender is, and the access mappings of the asked service.
 * Shape: azure-devops-node-api `LocationsApi`; mappings: artifacts-common `packagingAccessMappingUtils`.
 * @throws Problem 400 for an `api-version` that it does not take, 401 to the anonymous.
 */
export function sendConnectionData(request: RestRequest): void {
  const { exchange, site, caller } = request;
  checkApiVersion(exchange, site.organization, previewVersions);
  if (caller.kind !== "known") throw anonymousRefused(exchange, site.organization);
  const user = identityDocument(caller.identity, site.organization);
  sendJson(exchange, {
    authenticatedUser: user,
    authorizedUser: user,
    instanceId: site.organization.id,
    deploymentId: site.organization.id,
    deploymentType: site.organization.kind === "services" ? "hosted" : "onPremises",
    locationServiceData: locationServiceData(request),
  });
}

/** Descriptor forms: azure-devops-node-api and the Terraform provider. */
function identityDocument(identity: Identity, organization: Organization): object {
  const account = `${organization.id}:Build:${identity.id}`;
  return {
    id: identity.id,
    descriptor: `Microsoft.TeamFoundation.ServiceIdentity;${account}`,
    subjectDescriptor: `svc.${Buffer.from(account).toString("base64url")}`,
    providerDisplayName: identity.displayName,
    customDisplayName: identity.displayName,
    isActive: true,
    properties: { Account: { $type: "System.String", $value: identity.name } },
    resourceVersion: 2,
    metaTypeId: 0,
  };
}

function locationServiceData({ site }: RestRequest): object {
  const { organization, base } = site;
  const mapping = (moniker: string, accessPoint: string): object => ({
    displayName: moniker,
    moniker,
    accessPoint,
    serviceOwner: "00000000-0000-0000-0000-000000000000",
    virtualDirectory: "",
  });
  if (organization.kind === "server") {
    const point = base.replace(/[^/]+\/$/u, "");
    return {
      accessMappings: [mapping("PublicAccessMapping", point), mapping("ServerAccessMapping", point)],
      defaultAccessMappingMoniker: "PublicAccessMapping",
      clientCacheFresh: false,
    };
  }
  const service = site.services.has("packages") ? "pkgs." : site.services.has("feeds") ? "feeds." : "";
  return {
    accessMappings: [
      mapping("CodexAccessMapping", `https://${service}dev.azure.com/${organization.name}/`),
      mapping("VstsAccessMapping", `https://${organization.name}.${service}visualstudio.com/`),
      mapping("HostGuidAccessMapping", `https://${service}visualstudio.com/A${organization.id}/`),
    ],
    defaultAccessMappingMoniker: "CodexAccessMapping",
    clientCacheFresh: false,
  };
}
