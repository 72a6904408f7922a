import type { Identity } from "../../../core/identity";
import type { Job } from "../../../core/job";
import type { Effect } from "../../../core/plan";
import type { FoundRepositories } from "./found-repositories";

/** How the file is called in a folder of Maven's class path: `LIST` in the extension, FeedAccess.java. */
export const accessList = "feedpass-maven.txt";

/**
 * What the extension reads, no secret in it; the parts of a line are separated by tabs:
 * - `organization`, address, user name in percent-encoding, variable: the token is for all feeds below the address;
 * - `repository`, the same: for what is below the address of one repository.
 */
export function accessListText(job: Job, found: FoundRepositories): string {
  const lines = usedIdentities(job, found).flatMap((identity) => {
    const login = [encodeURIComponent(identity.credentials.username), tokenVariable(job, identity)];
    return placesOf(identity, found).map((place) => [...place, ...login].join("\t"));
  });
  return lines.map((line) => `${line}\n`).join("");
}

/** The variables for the identities that are used. */
export function tokenEffects(job: Job, found: FoundRepositories): readonly Effect[] {
  return usedIdentities(job, found).map((identity) => ({
    kind: "set-variable",
    name: tokenVariable(job, identity),
    value: identity.credentials.token,
  }));
}

function usedIdentities({ identities }: Job, { added, own }: FoundRepositories): readonly Identity[] {
  const used = new Set([...added, ...own].map(({ identity }) => identity));
  return identities.filter((identity) => used.has(identity));
}

function placesOf(identity: Identity, { added, own }: FoundRepositories): readonly (readonly string[])[] {
  if (identity.organization !== undefined)
    return identity.organization.feedHosts.map(({ origin, path }) => ["organization", `${origin}${path}`]);
  const addresses = [...added, ...own].flatMap((each) => (each.identity === identity ? [each.address] : []));
  return [...new Set(addresses)].map((address) => ["repository", address]);
}

/**
 * The environment variable for an identity's token. Maven puts `${env.NAME}` of any settings.xml into the addresses
 * there, so nobody may know the name.
 */
function tokenVariable(job: Job, identity: Identity): string {
  const number = job.identities.indexOf(identity) + 1;
  return `FEEDPASS_MAVEN_TOKEN_${job.nonce.toUpperCase()}${number === 1 ? "" : `_${number}`}`;
}
