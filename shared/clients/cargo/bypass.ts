import type { Bypass } from "../../core/lock-entry";
import { parseCargoFile } from "./registries";
import { asTable, asText, lineFinder, parseTomlFile, place } from "../../formats/toml/toml-file";
import type { BypassFinder } from "../bypass";
import { disk, hostOf } from "../../formats/locks/file-address";

/** `.cargo/config.toml`: foreign registries, and sources that are replaced by a folder or a Git repository. */
export const cargoConfiguration: BypassFinder = {
  recognizes: (path) => /(?:^|\/)\.cargo\/config(?:\.toml)?$/.test(path),
  find: (path, text, isOwn) => [...foreignRegistries(path, text, isOwn), ...otherReplacements(path, text)],
};

function foreignRegistries(
  path: string,
  text: string,
  isOwn: (address: string) => boolean,
): readonly Bypass[] {
  return parseCargoFile(path, text)
    .registries.filter(({ index }) => !isOwn(index.replace(/^(?:sparse|registry)\+/, "")))
    .map(({ name, index, where }) => ({
      where,
      host: hostOf(index),
      text: `The registry ${name}, at ${hostOf(index)}, is no feed of the organization: what comes from it passes the feed by. Name the feed's index instead, with that registry as its upstream source.`,
    }));
}

/** doc.rust-lang.org/cargo/reference/source-replacement.html. Only a source that takes another's place counts. */
function otherReplacements(path: string, text: string): readonly Bypass[] {
  const sources = Object.entries(asTable(parseTomlFile(path, text)["source"]) ?? {});
  const findLine = lineFinder(text);
  const used = new Set(sources.map(([, source]) => asText(asTable(source)?.["replace-with"])));
  return sources.flatMap(([name, entry]) => {
    const source = asTable(entry);
    const folder = asText(source?.["directory"]) ?? asText(source?.["local-registry"]);
    const address = folder ?? asText(source?.["git"]);
    if (address === undefined || !used.has(name)) return [];
    const host = folder === undefined ? hostOf(address) : disk;
    const from = host === disk ? `the folder ${address}` : host;
    return [
      {
        where: place(path, findLine(address)),
        host,
        text: `The source ${name} takes crates from ${from}, so the feed never sees them. Take out the replace-with that names it.`,
      },
    ];
  });
}
