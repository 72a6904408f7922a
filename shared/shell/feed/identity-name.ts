import type { FeedAccess } from "./feed-access";
import { withClient, type FeedClient } from "./requests";
import { readJson } from "./answer";

/** Who the job is to the organization: the identity that needs the role. */
export interface Identity {
  readonly displayName: string;
  readonly id: string;
}

/** Asks the organization who the token belongs to; undefined when it does not say. */
export function readIdentity(access: FeedAccess): Promise<Identity | undefined> {
  return withClient(access, (client) => askIdentity(client, access));
}

/**
 * As `readIdentity`, with a client that is open. The call is a preview in every version, and the name is what
 * Microsoft's own tasks print: azure-devops-node-api, LocationsApi.ts; UniversalPackagesV1/universalPackageHelpers.ts.
 */
export async function askIdentity(client: FeedClient, access: FeedAccess): Promise<Identity | undefined> {
  const path = "_apis/connectionData?connectOptions=none&api-version=7.1-preview";
  try {
    const { value } = await client.get(access.organization.feedRoot + path, readJson);
    const user = (value as { authenticatedUser?: Partial<Record<string, unknown>> } | null)
      ?.authenticatedUser;
    const name = [user?.["customDisplayName"], user?.["providerDisplayName"]].find(
      (each) => typeof each === "string" && each !== "",
    );
    const id = user?.["id"];
    return typeof name === "string" && typeof id === "string" ? { displayName: name, id } : undefined;
  } catch {
    return undefined;
  }
}
