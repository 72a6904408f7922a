import type { Identity } from "../../../core/identity";
import type { Job } from "../../../core/job";
import type { Effect } from "../../../core/plan";
import type { FoundRepositories } from "./found-repositories";
import { mirrorIds, type JobSettings } from "./job-settings";

/** How the file is called in a folder of Maven's class path: `LIST` in the extension, FeedAccess.java. */
export const accessList = "feedpass-maven.txt";

/**
 * What the extension reads, no secret in it; parts of a line are separated by tabs:
 * - `organization`, address, user name in percent-encoding, variable: the token is for all feeds below the address;
 * - `repository`, the same: for what is below the address of one repository;
 * - `id`, id: of a repository that is asked with credentials at once, as a feed answers less to those who have none.
 */
export function accessListText(job: Job, found: FoundRepositories, settings?: JobSettings): string {
  const places = usedIdentities(job, found).flatMap((identity) =>
    placesOf(identity, found).map((place) => [
      ...place,
      encodeURIComponent(identity.credentials.username),
      tokenVariable(job, identity),
    ]),
  );
  const mirrors = settings === undefined ? [] : mirrorIds(settings);
  const ids = new Set([...[...found.added, ...found.own].map(({ id }) => id), ...mirrors]);
  const lines = [...places, ...[...ids].filter(isPlainId).map((id) => ["id", id])];
  return lines.map((line) => `${line.join("\t")}\n`).join("");
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

/** What can be a part of a property's name. */
function isPlainId(id: string): boolean {
  return /^[A-Za-z0-9_.-]+$/.test(id);
}
