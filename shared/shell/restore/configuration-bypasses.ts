import { join, sep } from "node:path";
import type { RestoringClient } from "../../core/client";
import { isOwnFeed } from "../../core/feed-address";
import type { Files } from "../../core/files";
import type { Job } from "../../core/job";
import type { Bypass } from "../../core/lock-entry";
import { logText } from "../../core/log-text";
import { onlyFirst } from "../../core/text-numbers";
import type { Listing } from "./file-listing";
import type { ProjectFiles } from "./project-files";

/** Where configuration is looked for, and whose. */
interface Configured {
  readonly wanted: readonly RestoringClient[];
  readonly files: ProjectFiles;
  readonly listing: Listing;
}

/** What configuration files make clients fetch from elsewhere than the feed. */
export function findBypasses(job: Job, { wanted, files, listing }: Configured): readonly Bypass[] {
  const root = rootOf(job);
  const isOwn = (address: string): boolean => isOwnFeed(address, job.organization);
  const configured = listing.paths.filter((path) => wanted.some((client) => client.isConfiguration(path)));
  const found = configured.flatMap((path) =>
    wanted
      .filter((client) => client.isConfiguration(path))
      .flatMap((client) => {
        const absolute = join(root, path);
        const read = (): readonly Bypass[] =>
          client.findBypasses(absolute, withIncluded(client, absolute, files), isOwn);
        return files.attempt(absolute, read) ?? [];
      })
      .map((bypass) => ({ ...bypass, where: fromRoot(bypass.where, logText(root)) })),
  );
  const isFirst = onlyFirst(found, ({ where, text }) => JSON.stringify([where, text]));
  return found.filter(isFirst);
}

/** The texts of a configuration file and of all that it includes. */
function withIncluded(client: RestoringClient, path: string, files: ProjectFiles): Files {
  let paths = new Set([path]);
  for (;;) {
    const texts = files.select([...paths]);
    const all = new Set([path, ...(client.includedFiles?.(path, texts) ?? [])]);
    if (all.size === paths.size) return texts;
    paths = all;
  }
}

/** The working directory with a separator at its end. */
export function rootOf({ workingDirectory }: Job): string {
  return workingDirectory + (workingDirectory.endsWith(sep) ? "" : sep);
}

/** A place in a file that was read by its absolute path, as the places of lock files are named. */
export function fromRoot(where: string, root: string): string {
  return where.startsWith(root) ? where.slice(root.length).split(sep).join("/") : where;
}
