import { relative } from "node:path";
import type { Files } from "../../../core/files";
import {
  nothingFound,
  refuseSharedVariables,
  sortNamed,
  type Foreign,
  type Own,
} from "../../../core/found-feeds";
import { identityFor } from "../../../core/identity";
import type { Job } from "../../../core/job";
import { logAddress } from "../../../core/log-text";
import type { Index } from "../indexes";
import type { AddedIndex } from "./added-indexes";
import type { ForeignAddress } from "./foreign-addresses";
import { indexVariables } from "./index-name";

/** An index that an identity of the job covers. */
export type OwnIndex = Own<Index>;

/** An index that must not have the job's credentials, and why. */
export type ForeignIndex = Foreign<Index>;

/** What the project and the environment name. */
export interface SortedIndexes {
  readonly own: readonly OwnIndex[];
  readonly foreign: readonly ForeignIndex[];
}

/** What they and the input name. */
export interface FoundIndexes extends SortedIndexes {
  readonly direct: readonly ForeignAddress[];
  readonly added: readonly AddedIndex[];
  /** Where was looked. */
  readonly places: readonly string[];
  /** The files of members and path dependencies, whose settings count where uv is run in their folders. */
  readonly beside: readonly string[];
}

/**
 * Which indexes are the job's own. The same index from several files is kept once. A `publish-url` counts as an index
 * of its own where it is for another identity than the index, or for none.
 */
export function sortIndexes(indexes: readonly Index[], job: Job): SortedIndexes {
  return sortNamed(
    indexes.flatMap((index) => withPublishing(index, job)),
    job,
    { address: ({ address }) => address, key: ({ name, address }) => `${name ?? ""} ${address}` },
  );
}

/** Whether its `publish-url` is not for its identity: `uv publish --index` would send the index's credentials there. */
export function publishesElsewhere({ publishAddress, identity }: OwnIndex, { identities }: Job): boolean {
  return publishAddress !== undefined && identityFor(identities, publishAddress) !== identity;
}

function withPublishing(index: Index, { identities }: Job): readonly Index[] {
  const { address, publishAddress, where } = index;
  if (publishAddress === undefined) return [index];
  if (identityFor(identities, publishAddress) === identityFor(identities, address)) return [index];
  return [index, { address: publishAddress, where }];
}

/** Throws where there is no index to authenticate. */
export function requireIndexes(job: Job, read: Files, found: FoundIndexes): void {
  if (found.own.length + found.added.length > 0) return;
  throw nothingFound(job, {
    what: "No index of a feed of",
    lookedFor: (folders) =>
      `pyproject.toml and uv.toml in ${folders} and the folders above, and in UV_* variables`,
    read: found.places.filter((path) => read.has(path)).map((path) => relative(job.workingDirectory, path)),
    foreign: found.foreign.map((index) => ({ ...index, shown: logAddress(index.address) })),
    hint: "Add the feed to pyproject.toml as [[tool.uv.index]], or name it in the input feeds; if the project is in another folder, set workingDirectory.",
  });
}

/** Throws where one of uv's variables would hand the credentials of an own index to another one as well. */
export function refuseClash(found: FoundIndexes): void {
  refuseSharedVariables<Index>(found, {
    code: "index-name-clash",
    what: "Two indexes claim one name:",
    hint: "Rename one of the two so that they differ in more than case, `-`, `_` and `.`.",
    name: ({ name }) => name,
    address: ({ address }) => address,
    variable: (name) => indexVariables(name).password,
  });
}
