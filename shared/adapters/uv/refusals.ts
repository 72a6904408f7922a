import { relative } from "node:path";
import type { Files, Job } from "../../core/adapter";
import { logAddress, logText } from "../../core/log-text";
import { Problem } from "../../core/problem";
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
