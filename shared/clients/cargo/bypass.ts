import type { Files } from "../../core/files";
import type { Bypass } from "../../core/lock-entry";
import { disk, hostOf } from "../../formats/locks/file-address";
import { withIncluded } from "./configuration-files";
import { parseCargoFile, type OtherSource, type Registry } from "./registries";

/**
 * In Cargo's configuration and the files that it includes: foreign registries, and sources that are replaced by a folder
 * or a Git repository.
 */
export function findCargoBypasses(
  path: string,
  files: Files,
  isOwn: (address: string) => boolean,
): readonly Bypass[] {
  return withIncluded(path, files).flatMap((each) => {
    const file = files.parsed(each, parseCargoFile);
    if (file === undefined) return [];
    const foreign = file.registries.filter(
      ({ index }) => !isOwn(index.replace(/^(?:sparse|registry)\+/, "")),
    );
    return [...foreign.map(ofRegistry), ...file.otherSources.map(ofSource)];
  });
}

function ofRegistry({ name, index, where }: Registry): Bypass {
  const host = hostOf(index);
  return {
    where,
    host,
    text: `The registry ${name}, at ${host}, is not a feed of the organization: what comes from it bypasses the feed. Name the feed's index instead, with that registry as its upstream source.`,
  };
}

function ofSource({ name, address, isFolder, where }: OtherSource): Bypass {
  const host = isFolder ? disk : hostOf(address);
  const from = host === disk ? `the folder ${address}` : host;
  return {
    where,
    host,
    text: `The source ${name} takes crates from ${from}, so the feed never sees them. Take out the replace-with that names it.`,
  };
}
