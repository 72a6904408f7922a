import { relative } from "node:path";
import type { Files } from "../../../core/files";
import { nothingFound, sortNamed, type Foreign, type Own } from "../../../core/found-feeds";
import type { Job } from "../../../core/job";
import { logText } from "../../../core/log-text";
import { configurationFiles } from "../configuration-files";
import type { Registry } from "../registries";
import type { AddedRegistry } from "./added-registries";
import type { Layer } from "./index-names";

/** What the layers and the input name. */
export interface FoundRegistries {
  readonly own: readonly Own<Registry>[];
  readonly foreign: readonly Foreign<Registry>[];
  readonly added: readonly AddedRegistry[];
  readonly layers: readonly Layer[];
}

/** Which registries are the job's own. Only sparse indexes are: a feed serves no git index. */
export function sortRegistries(
  registries: readonly Registry[],
  job: Job,
): Pick<FoundRegistries, "own" | "foreign"> {
  return sortNamed(registries, job, {
    address: ({ index }) => index.replace(/^sparse\+/, ""),
    key: ({ name, index, onlySource = false }) => `${name} ${index} ${String(onlySource)}`,
    refusal: ({ index }) => {
      if (!index.startsWith("sparse+"))
        return "a feed's index without sparse+ before it, which Cargo would read as git";
      return isIndex(index)
        ? undefined
        : "at a feed but not its index for Cargo, which ends with _packaging/<feed>/Cargo/index/";
    },
  });
}

/**
 * Whether nothing but the service itself answers there. Cargo sends the token where `config.json` in the index leads,
 * and at other addresses of a feed that file may be one that somebody published: a file of a Maven package.
 */
function isIndex(index: string): boolean {
  const inFeed = /^.*?\/_packaging\/[^/]+\/(.*)$/i.exec(index)?.[1];
  return inFeed === undefined || inFeed.toLowerCase() === "cargo/index/";
}

/** Throws where there is no registry to authenticate. */
export function requireRegistries(job: Job, read: Files, found: FoundRegistries): void {
  if (found.own.length + found.added.length > 0) return;
  throw nothingFound(job, {
    what: "No registry at a feed of",
    lookedFor: (folders) =>
      `.cargo/config.toml in ${folders} and the folders above, in Cargo's home, what those include, and in CARGO_REGISTRIES_*_INDEX`,
    read: configurationFiles(job, read)
      .filter((path) => read.has(path))
      .map((path) => relative(job.workingDirectory, path)),
    foreign: found.foreign.map((registry) => ({ ...registry, shown: logText(registry.name) })),
    hint: "Add the feed to .cargo/config.toml as [registries.<name>] with its index, or name it in the input feeds; if the project is in another folder, set workingDirectory.",
  });
}
