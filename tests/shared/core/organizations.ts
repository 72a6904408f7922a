import { jobOrganization, type Organization } from "../../../shared/core/organization";

export const collectionId = "22222222-2222-4222-8222-222222222222";

/** The organization of a job on Azure DevOps Services. */
export function services(name = "fabrikam"): Organization {
  return jobOrganization({
    collectionUri: `https://dev.azure.com/${name}/`,
    serverType: "Hosted",
    collectionId,
  });
}

/** The collection of a job on Azure DevOps Server; `agentUri` as an agent has it that was configured with another host. */
export function server(collectionUri: string, agentUri?: string): Organization {
  return jobOrganization({ collectionUri, agentUri, serverType: "OnPremises", collectionId });
}
