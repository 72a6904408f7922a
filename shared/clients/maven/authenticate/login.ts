import type { Effect } from "../../../core/plan";
import type { Identity } from "../../../core/identity";
import type { Job } from "../../../core/job";

/** Who logs on to a server: the settings refer to the token by its environment variable. */
export interface Login {
  readonly username: string;
  readonly variable: string;
}

export function loginOf(job: Job, identity: Identity): Login {
  return { username: identity.credentials.username, variable: tokenVariable(job, identity) };
}

/**
 * The environment variable for an identity's token. Maven puts `${env.NAME}` of any pom.xml and any settings.xml into
 * the addresses there, so nobody may know the name.
 */
function tokenVariable(job: Job, identity: Identity): string {
  const number = job.identities.indexOf(identity) + 1;
  return `FEEDPASS_MAVEN_TOKEN_${job.nonce.toUpperCase()}${number === 1 ? "" : `_${number}`}`;
}

/** The variables for the identities that are used. */
export function tokenEffects(job: Job, used: ReadonlySet<Identity>): readonly Effect[] {
  return job.identities
    .filter((identity) => used.has(identity))
    .map((identity) => ({
      kind: "set-variable",
      name: tokenVariable(job, identity),
      value: identity.credentials.token,
    }));
}
