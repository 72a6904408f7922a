import { jobUsername } from "../../../core/credentials";
import { feedAddress, type Feed } from "../../../core/feed-address";
import type { Coverage } from "../../../core/identity";
import type { Organization } from "../../../core/organization";

/**
 * The address of a feed's index that variables of ours give: with a user name, since pip before 26.2 asks a keyring for
 * no other, and without a password. pip, pipenv and pdm file credentials by host and port, and give them to whatever is
 * there, so on Azure DevOps Services it is the organization's own host, which no other organization is on; the service's
 * pages there link to files on the same host.
 */
export function indexAddress(organization: Organization, feed: Feed): string {
  return withUserName(
    feedAddress({ ...organization, feedRoot: ownRoot(organization) }, feed, "pypi/simple/"),
  );
}

/** The same index for an address that is one of an organization's; else the address with a user name. */
export function ownAddress({ url, feed, identity: { organization } }: Coverage): string {
  const isIndex = feed !== undefined && /\/pypi\/simple\/?$/i.test(url.pathname);
  return isIndex && organization !== undefined ? indexAddress(organization, feed) : withUserName(url.href);
}

/** The root of the host that is the organization's alone; of a Server, which has one host for all, the collection's. */
function ownRoot({ feedHosts, feedRoot }: Organization): string {
  const own = feedHosts.find(({ path }) => path === "/");
  return own === undefined ? feedRoot : `${own.origin}/`;
}

function withUserName(address: string): string {
  const url = new URL(address);
  if (url.username === "") url.username = jobUsername;
  return url.href;
}
