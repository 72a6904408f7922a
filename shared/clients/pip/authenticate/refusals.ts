import { jobUsername } from "../../../core/credentials";
import type { Identity } from "../../../core/identity";
import type { Job } from "../../../core/job";
import { logAddress, logText } from "../../../core/log-text";
import { warning, type Note } from "../../../core/plan";
import { Problem } from "../../../core/problem";
import { parseUrl } from "../../../core/url";
import { askers, type Index } from "../indexes";
import { indexAddress } from "./own-address";

/** An index that the clients will ask with the token, by its address as they see it. */
export type AskedIndex = Pick<Index, "address" | "where" | "asker"> & { readonly identity: Identity };

/**
 * Throws where a client would hand the token to an address of somebody else on the same host: pip, pipenv and pdm file
 * what a keyring gives under host and port, and use it for whatever there has no user name of its own (pip, network/auth.py;
 * tried with pip 20.3 to 26.3, pipenv 2026.10, pdm 2.22). What a package's metadata names cannot be read beforehand.
 */
export function refuseSharedHost(
  job: Job,
  own: readonly AskedIndex[],
  foreign: readonly (Index & { readonly reason: string })[],
): void {
  const filed = filedUnder(own);
  const ofOthers = own.map((index) => ({ ...index, reason: `for ${index.identity.title}` }));
  for (const other of [...foreign, ...ofOthers]) {
    const { asker, address, where, reason } = other;
    const url = parseUrl(address);
    // Whatever the scheme is: http: has the credentials of https: too.
    if (url === undefined || !/^https?:$/.test(url.protocol) || url.password !== "") continue;
    const shared = filed.get(`${asker} ${url.host} ${url.username}`);
    if (shared === undefined || ("identity" in other && other.identity === shared.identity)) continue;
    throw new Problem(
      "shared-host",
      `${logAddress(address)} (${where}) is ${logText(reason)}, and on its host is ${logAddress(shared.address)} (${shared.where}), for ${shared.identity.title}. pip, pipenv and pdm keep one credential for a host, and would send the token there.`,
      wayOut(job, shared.address),
    );
  }
}

/** The own indexes by who asks, host, and the user name that another address has there to be given the same; or none. */
function filedUnder(own: readonly AskedIndex[]): ReadonlyMap<string, AskedIndex> {
  const filed = new Map<string, AskedIndex>();
  for (const index of own) {
    const url = new URL(index.address);
    const others = index.asker === "all" ? askers : [index.asker, "all"];
    const places = others.flatMap((asker) => ["", nameOf(url)].map((name) => `${asker} ${url.host} ${name}`));
    for (const place of places) if (!filed.has(place)) filed.set(place, index);
  }
  return filed;
}

/** The user name under which a client files what the keyring gives. */
function nameOf({ username }: URL): string {
  return username === "" ? jobUsername : username;
}

function wayOut({ organization }: Job, address: string): string {
  if (organization.kind === "server")
    return "Name only one of the two in this project, and restore the other one in a job of its own.";
  const { host } = new URL(indexAddress(organization, { name: "feed", forceAuth: false }));
  return `Write the host of ${logAddress(address)} as ${host}, without the organization in the path: that host is the organization's alone.`;
}

/** Own indexes in requirements files that not every pip asks the keyring for, with what to write. */
export function namelessNotes(own: readonly AskedIndex[]): readonly Note[] {
  return own
    .filter(({ address, asker }) => asker === "requirements" && new URL(address).username === "")
    .map(({ address, where }) =>
      warning(
        `${where}: pip before ${namelessSince} asks the keyring only for an address with a user name. Write ${logAddress(address).replace("://", `://${jobUsername}@`)}`,
      ),
    );
}

/** The first pip that asks the program for an address without a user name: tried with each release around it. */
const namelessSince = "26.2";
