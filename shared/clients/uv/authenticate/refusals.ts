import { relative } from "node:path";
import type { Files } from "../../../core/files";
import type { Job } from "../../../core/job";
import { logAddress, logText } from "../../../core/log-text";
import { Problem } from "../../../core/problem";
import { indexVariables } from "./index-name";
import type { Found } from "./found";
import type { Realm } from "./realms";

/** Throws when there is no index to authenticate: says where was looked, and what was found instead. */
export function refuseNothing(job: Job, read: Files, found: Found): void {
  if (found.own.length + found.added.length > 0) return;
  const files = found.places
    .filter((path) => read.has(path))
    .map((path) => relative(job.workingDirectory, path));
  const others = found.foreign.map(
    (index) => `${logAddress(index.address)} (${index.where}) is ${logText(index.reason)}`,
  );
  throw new Problem(
    "nothing-to-authenticate",
    `No index of a feed of ${logText(job.organization.name)} was found. Looked for pyproject.toml and uv.toml in ${logText(
      job.workingDirectory,
    )} and the folders above, and in UV_* variables; read ${files.length === 0 ? "no file" : logText(files.join(", "))}${
      others.length === 0 ? "" : `; ${others.join("; ")}`
    }.`,
    "Add the feed to pyproject.toml as [[tool.uv.index]], or name it in the input feeds; if the project is in another folder, set workingDirectory.",
  );
}

/** Throws when one of uv's variables would hand the credentials of an own index to a foreign one as well. */
export function refuseClash(found: Found): void {
  const foreign = new Map(
    found.foreign.flatMap((index) =>
      index.name === undefined ? [] : [[indexVariables(index.name).password, index]],
    ),
  );
  for (const index of found.own) {
    const other = index.name === undefined ? undefined : foreign.get(indexVariables(index.name).password);
    if (index.name === undefined || other?.name === undefined) continue;
    throw new Problem(
      "index-name-clash",
      `Two indexes claim one name: ${logText(index.name)} (${index.where}) and ${logText(other.name)} (${other.where}) both read ${
        indexVariables(index.name).password
      }, and ${logAddress(other.address)} must not have the job's token.`,
      "Rename one of the two so that they differ in more than case, `-`, `_` and `.`.",
    );
  }
}

/** Throws where uv cannot be told to keep the token from another organization on the same host. */
export function refuseSharedOrigin(found: Found, others: readonly Realm[]): void {
  const [first] = others;
  if (first === undefined) return;
  const index = found.foreign.find((other) => first.address.startsWith(other.url?.origin ?? " "));
  throw new Problem(
    "shared-origin",
    `${logAddress(index?.address ?? first.address)} (${index?.where ?? ""}) is ${index?.reason ?? ""}, on the host of the job's own feeds. uv keeps one credential for a host, and without a machine-wide uv.toml (on Windows, or with UV_CONFIG_FILE or UV_NO_CONFIG set) it would send the job's token there.`,
    "Move that index to a project of its own, or run the step on Linux or macOS without UV_CONFIG_FILE and UV_NO_CONFIG.",
  );
}

/** Throws where credentials could only be given by an index's own variables, and those do not serve. */
export function refuseWithoutFile(found: Found): void {
  const named = new Set(
    [...found.own, ...found.added].flatMap((index) => (index.name === undefined ? [] : [index.address])),
  );
  for (const index of found.own) {
    if (index.name === undefined && !named.has(index.address)) {
      throw new Problem(
        "index-unnamed",
        `${logAddress(index.address)} (${index.where}) is an index without a name, which uv's variables cannot give credentials to, and there is no machine-wide uv.toml for the job (on Windows, or with UV_CONFIG_FILE or UV_NO_CONFIG set).`,
        "Write it as [[tool.uv.index]] with a name.",
      );
    }
    if (index.publishesElsewhere) {
      throw new Problem(
        "publish-address-foreign",
        `${logText(index.name ?? index.address)} (${index.where}) has a publish-url that must not have the job's token, and uv sends an index's credentials to both of its addresses.`,
        "Take the publish-url out of the index, and give it to uv publish as UV_PUBLISH_URL.",
      );
    }
  }
}

/** Throws where a foreign index, or another place, has the name under which the job would hand out credentials. */
export function refuseRealmClash(found: Found, realms: readonly Realm[]): void {
  const addresses = new Map<string, string>();
  const ours = new Set(realms.map((realm) => realm.name));
  const places = [...realms, ...found.foreign.map((index) => ({ ...index, name: index.name ?? "" }))];
  for (const { name, address } of places.filter((place) => place.name !== "")) {
    const label = indexVariables(name).password;
    const other = addresses.get(label);
    if (other !== undefined && other !== address) {
      throw new Problem(
        "index-name-clash",
        `Two indexes claim one name: ${logAddress(other)} and ${logAddress(address)} both read ${label}.`,
        "Give the index in pyproject.toml or uv.toml a name that does not begin with feedpass-.",
      );
    }
    if (ours.has(name)) addresses.set(label, address);
  }
}
