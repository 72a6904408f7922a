import { jobCredentials } from "../../core/credentials";
import { jobIdentity, type Identity } from "../../core/identity";
import type { Organization } from "../../core/organization";
import { readJobToken } from "../agent";

/**
 * The identity of the job's own token: that of the endpoint SYSTEMVSSCONNECTION, which builds of forks have as well; the
 * variable System.AccessToken is not there (agent, TaskRunner.cs:344-352). Throws a Problem where there is none.
 */
export function readJobIdentity(organization: Organization): Identity {
  return jobIdentity(organization, jobCredentials(readJobToken()));
}
