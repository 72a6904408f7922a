import type { Job } from "../../core/job";
import type { Organization } from "../../core/organization";
import { maskCredentials } from "../secrets";
import { readJobIdentity } from "./job-token";

/**
 * Who the job can be, masked before anybody uses it: its own token first. Further sources join here, each loaded only
 * where an input asks for it. Rejects with a Problem where one that was asked for gives nothing.
 */
export function readIdentities(organization: Organization): Promise<Job["identities"]> {
  const identities: Job["identities"] = [readJobIdentity(organization)];
  maskCredentials(identities.map(({ credentials }) => credentials));
  return Promise.resolve(identities);
}
