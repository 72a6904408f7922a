import { jobCredentials } from "../../../../../shared/core/credentials";
import { jobIdentity } from "../../../../../shared/core/identity";
import type { Job } from "../../../../../shared/core/job";
import { server } from "../../../core/organizations";
import { makeJob, root, token, type JobChange } from "../../planning";

/** A job whose task was given further inputs. */
export function withInputs(own: Readonly<Record<string, string>>, change: JobChange = {}): Job {
  const job = makeJob(change);
  return { ...job, inputs: { ...job.inputs, own: new Map(Object.entries(own)) } };
}

/** The addresses of an index of fabrikam: as people write it, and as variables of ours do. */
export const shared = (feed: string, user = ""): string =>
  `${root.replace("://", user === "" ? "://" : `://${user}@`)}/_packaging/${feed}/pypi/simple/`;
export const ownHost = (feed: string): string =>
  `https://VssSessionToken@fabrikam.pkgs.visualstudio.com/_packaging/${feed}/pypi/simple/`;

/** A collection of a Server, whose host has others beside it. */
export const collection = "https://tfs.fabrikam.example/tfs/Default/";

export function onServer(change: JobChange = {}, address = collection): Job {
  const organization = server(address);
  return {
    ...makeJob(change),
    organization,
    identities: [jobIdentity(organization, jobCredentials(token))],
  };
}
