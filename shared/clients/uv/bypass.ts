import type { Files } from "../../core/files";
import type { Bypass } from "../../core/lock-entry";
import { asList, asTable, asText, type TomlTable } from "../../formats/toml/toml-file";
import { disk, hostOf } from "../../formats/locks/file-address";
import { parseRequirement } from "../../protocols/pypi/locks/requirement";
import { parseUvFile, type UvFile } from "./indexes";

/** In pyproject.toml and uv.toml: indexes, `find-links`, `tool.uv.sources` and dependencies by address. */
export function findUvBypasses(
  path: string,
  files: Files,
  isOwn: (address: string) => boolean,
): readonly Bypass[] {
  const file = files.parsed(path, parseUvFile);
  if (file === undefined) return [];
  const { settings, document } = file;
  const requirements = path.endsWith("pyproject.toml") ? requirementsOf(document, settings) : [];
  return [
    ...file.indexes
      .filter(({ address }) => !isOwn(address))
      .map(({ address, where }) => ({ where, host: hostOf(address), text: indexText(hostOf(address)) })),
    ...linksOf(file, isOwn),
    ...[...sourcesOf(settings), ...requirements]
      .filter(({ address }) => hostOf(address) !== disk && !isOwn(address))
      .map(({ name, address, written }) => ({
        where: file.place(written),
        host: hostOf(address),
        count: 1,
        text: `${name} is fetched from ${hostOf(address)}, which bypasses the feed. Publish it to the feed and depend on it by version.`,
      })),
  ];
}

function indexText(host: string): string {
  return `The index on ${title(host)} is not a feed of the organization, so what uv finds there bypasses the feed. Name the feed instead, with that registry as its upstream source.`;
}

function linksOf({ settings, place }: UvFile, isOwn: (address: string) => boolean): readonly Bypass[] {
  return [settings, asTable(settings?.["pip"])]
    .flatMap((table) => asList(table?.["find-links"]).map(asText))
    .filter((address) => address !== undefined)
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

/** A package by address, and the text that stands in the file for it. */
interface Direct {
  readonly name: string;
  readonly address: string;
  readonly written: string;
}

/** docs.astral.sh/uv/concepts/projects/dependencies, "Dependency sources": one table or, with markers, several. */
function sourcesOf(settings: TomlTable | undefined): readonly Direct[] {
  return Object.entries(asTable(settings?.["sources"]) ?? {}).flatMap(([name, entry]) =>
    asList(entry).flatMap((source) => {
      const table = asTable(source);
      const address = asText(table?.["git"]) ?? asText(table?.["url"]);
      return address === undefined ? [] : [{ name, address, written: address }];
    }),
  );
}

/** Dependencies with `name @ address` (packaging.python.org, "Dependency specifiers"). */
function requirementsOf(document: TomlTable, settings: TomlTable | undefined): readonly Direct[] {
  const project = asTable(document["project"]);
  const lists = [
    project?.["dependencies"],
    settings?.["dev-dependencies"],
    ...Object.values(asTable(project?.["optional-dependencies"]) ?? {}),
    ...Object.values(asTable(document["dependency-groups"]) ?? {}),
  ];
  return lists.flatMap(asList).flatMap((entry) => {
    const written = asText(entry) ?? "";
    const requirement = parseRequirement(written);
    return requirement?.kind === "direct" ? [{ ...requirement, written }] : [];
  });
}
