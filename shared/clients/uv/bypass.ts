import type { Files } from "../../core/files";
import type { Bypass } from "../../core/lock-entry";
import { asList, asTable, asText } from "../../formats/toml/toml-file";
import { disk, hostOf } from "../../formats/locks/file-address";
import { addressesIn, directBypasses, indexBypass } from "../../protocols/pypi/elsewhere";
import { linksOf, requirementsOf } from "./direct";
import { parseUvFile, type UvFile } from "./indexes";

/** In pyproject.toml and uv.toml: indexes, `find-links`, `tool.uv.sources` and dependencies by address. */
export function findUvBypasses(
  path: string,
  files: Files,
  isOwn: (address: string) => boolean,
): readonly Bypass[] {
  const file = files.parsed(path, parseUvFile);
  if (file === undefined) return [];
  const requirements = path.endsWith("pyproject.toml") ? requirementsOf(file) : [];
  return [
    ...indexBypasses(file, isOwn),
    ...linkBypasses(file, isOwn),
    ...directBypasses(
      [...addressesIn(file.settings?.["sources"]), ...requirements],
      (written) => file.place(written),
      isOwn,
    ),
  ];
}

/** The feed takes the place of a default index, unless sources pin packages to that by its name. */
function indexBypasses(
  { indexes, settings }: UvFile,
  isOwn: (address: string) => boolean,
): readonly Bypass[] {
  const sources = Object.values(asTable(settings?.["sources"]) ?? {}).flatMap(asList);
  const pinned = new Set(sources.map((source) => asText(asTable(source)?.["index"])));
  return indexes
    .filter(({ address }) => !isOwn(address))
    .map((index) => {
      const { name, isDefault = false } = index;
      return indexBypass("uv", index, isDefault && (name === undefined || !pinned.has(name)));
    });
}

function linkBypasses({ settings, place }: UvFile, isOwn: (address: string) => boolean): readonly Bypass[] {
  return linksOf(settings)
    .filter((address) => !isOwn(address))
    .map((address) => ({
      where: place(address),
      host: hostOf(address),
      text: `find-links makes uv take files from ${title(hostOf(address))}, which bypasses the feed. Take it out, and have the files in the feed.`,
    }));
}

function title(host: string): string {
  return host === disk ? "a folder on disk" : host;
}
