import { recognizeFeed } from "../core/feed-address";
import type { Bypass } from "../core/lock-entry";
import type { Organization } from "../core/organization";
import { cargoConfiguration } from "./cargo/bypass";
import { pomFile } from "./maven/bypass";
import { uvConfiguration } from "./uv/bypass";
import { lockReaders } from "./clients";

/** Finds what one kind of file makes a client fetch from elsewhere than the feed. */
export interface BypassFinder {
  /** `path` has `/` between folders. */
  recognizes(path: string): boolean;
  /** Throws a Problem with file, line and column for a malformed file. */
  find(path: string, text: string, isOwn: (address: string) => boolean): readonly Bypass[];
}

const finders: readonly BypassFinder[] = [
  ...lockReaders.map((reader) => ({
    recognizes: (path: string) => reader.recognizes(path),
    find: (path: string, text: string, isOwn: (address: string) => boolean) =>
      reader.read(path, text, isOwn).bypasses,
  })),
  uvConfiguration,
  cargoConfiguration,
  pomFile,
];

/**
 * What makes uv, Cargo and Maven fetch from elsewhere than the organization's feeds, by the texts of the project's
 * files, in the order of the files. Those of lock files are the same as in what the lock reader gives. Files of other
 * kinds are passed over. Throws a Problem for the first malformed file.
 */
export function findBypasses(
  files: ReadonlyMap<string, string>,
  organization: Organization,
): readonly Bypass[] {
  const isOwn = (address: string): boolean => recognizeFeed(address, organization).kind === "own";
  return [...files].flatMap(([path, text]) => {
    const plain = path.replaceAll("\\", "/");
    return finders
      .filter((finder) => finder.recognizes(plain))
      .flatMap((finder) => finder.find(path, text, isOwn));
  });
}
