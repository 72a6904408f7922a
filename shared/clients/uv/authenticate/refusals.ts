import type { Job } from "../../../core/job";
import { logAddress, logText } from "../../../core/log-text";
import { Problem } from "../../../core/problem";
import { parseUrl } from "../../../core/url";
import { publishesElsewhere, type FoundIndexes, type OwnIndex } from "./found-indexes";
import { userOf, type Realm } from "./realms";

/** Throws where uv cannot be told to keep credentials from other places on the same host. */
export function refuseSharedOrigin(found: FoundIndexes, others: readonly Realm[]): void {
  const [first] = others;
  if (first !== undefined) {
    const place = first.place.toLowerCase();
    const named = [...found.foreign, ...found.direct].find((each) =>
      `${parseUrl(each.address)?.href.toLowerCase() ?? ""}/`.startsWith(place),
    );
    throw sharedOrigin(
      `${logAddress(named?.address ?? first.place)} (${named?.where ?? ""}) is ${named?.reason ?? ""}, on the host of the job's own feeds`,
      "the job's token",
    );
  }
  const byOrigin = new Map<string, OwnIndex>();
  for (const index of found.own) {
    const known = byOrigin.get(index.url.origin) ?? index;
    byOrigin.set(index.url.origin, known);
    if (known.identity === index.identity) continue;
    throw sharedOrigin(
      `${logAddress(index.address)} (${index.where}) is for ${index.identity.title}, and on the same host ${logAddress(known.address)} (${known.where}) for ${known.identity.title}`,
      "one of them",
    );
  }
}

function sharedOrigin(found: string, sent: string): Problem {
  return new Problem(
    "shared-origin",
    `${found}. uv keeps one credential for a host, and without a machine-wide uv.toml (on Windows, or with UV_CONFIG_FILE, UV_NO_CONFIG or UV_NO_SYSTEM_CONFIG set) it would send ${sent} there.`,
    "Move that index to a project of its own, or run the step on Linux or macOS without UV_CONFIG_FILE, UV_NO_CONFIG and UV_NO_SYSTEM_CONFIG.",
  );
}

/**
 * Throws where the addresses of one organization carry two user names. uv finds credentials by host and user name, or by
 * the address and then with one user name; by the host, they are found from other organizations too.
 */
export function refuseTwoUserNames(own: readonly OwnIndex[]): void {
  const first = new Map<string, OwnIndex>();
  for (const index of own) {
    if (index.url.username === "") continue;
    const place = `${index.url.origin} ${index.identity.title}`;
    const known = first.get(place) ?? index;
    first.set(place, known);
    if (known.url.username === index.url.username) continue;
    throw new Problem(
      "user-names-differ",
      `${logAddress(index.address)} (${index.where}) has the user name ${logText(userOf(index.url))}, and on the same host ${logAddress(known.address)} (${known.where}) has ${logText(userOf(known.url))}. uv keeps one credential for a place, and with two user names would offer the job's token to other organizations.`,
      "Take the user names out of the addresses: the task gives uv one.",
    );
  }
}

/** Throws where credentials could only be given by an index's own variables, and those do not serve. */
export function refuseWithoutFile(job: Job, found: FoundIndexes): void {
  const named = new Set(
    [...found.own, ...found.added].flatMap((index) => (index.name === undefined ? [] : [index.address])),
  );
  for (const index of found.own) {
    if (index.name === undefined && !named.has(index.address)) {
      throw new Problem(
        "index-unnamed",
        `${logAddress(index.address)} (${index.where}) is an index without a name, which uv's variables cannot give credentials to, and there is no machine-wide uv.toml for the job (on Windows, or with UV_CONFIG_FILE, UV_NO_CONFIG or UV_NO_SYSTEM_CONFIG set).`,
        "Write it as [[tool.uv.index]] with a name.",
      );
    }
    if (publishesElsewhere(index, job)) {
      throw new Problem(
        "publish-address-foreign",
        `${logText(index.name ?? index.address)} (${index.where}) has a publish-url that must not have the job's token, and uv sends an index's credentials to both of its addresses.`,
        "Take the publish-url out of the index, and give it to uv publish as UV_PUBLISH_URL.",
      );
    }
  }
}
