import type { ProjectListing } from "../../core/client";
import { isOwnFeed } from "../../core/feed-address";
import type { LockFile } from "../../core/lock-entry";
import type { Organization } from "../../core/organization";
import { joinLists } from "../../core/packed-list";
import { largest, readTextFile } from "../read-files";
import { listFiles } from "./file-listing";
import { readIn } from "./named-packages";
import { completed, placed, projectLock, withBeside } from "./project-lock";
import { readerOf, type FoundProject, type Workspace } from "./workspace";

/** The file that a list stands for. */
export function placeOf({ lock, manifest }: FoundProject): string {
  return lock ?? manifest;
}

/** A project's lock file with what was listed for it. */
export function readListing(
  workspace: Workspace,
  project: FoundProject,
  listing: ProjectListing,
  organization: Organization,
): LockFile {
  const locked = projectLock(workspace, project);
  const list = readLists(project, listing, organization);
  return listing.isBeside === true ? withBeside(locked, list) : completed(locked, list);
}

/** What the lists say, with the project's manifest as the place of everything in them. */
function readLists(
  project: FoundProject,
  { lists, fetched }: ProjectListing,
  organization: Organization,
): LockFile {
  const isOwn = (address: string): boolean => isOwnFeed(address, organization);
  const where = placeOf(project);
  const ofFolder =
    fetched === undefined ? [] : [fetched.read(listFiles(fetched.folder), readIn(fetched.folder))];
  const ofLists = lists.flatMap((path) => {
    const text = readTextFile(path, largest.lock);
    const reader = readerOf([project.client], path);
    return text === undefined || reader === undefined ? [] : [reader.read(path, text, isOwn)];
  });
  const read = [...ofFolder, ...ofLists];
  return {
    ...{ indexes: [], bypasses: [] },
    entries: placed(joinLists(read.map(({ entries }) => entries)), where),
    skipped: read.flatMap(({ skipped }) => skipped.map((each) => ({ ...each, where }))),
    roles: new Map(read.flatMap(({ roles }) => [...(roles ?? [])])),
  };
}
