import type { Bypass } from "../../core/lock-entry";
import {
  asList,
  asTable,
  asText,
  lineFinder,
  parseTomlFile,
  place,
  type TomlTable,
} from "../../formats/toml/toml-file";
import { indexesInFile } from "./indexes";
import type { BypassFinder } from "../bypass";
import { disk, hostOf } from "../../formats/locks/file-address";
import { baseName } from "../../formats/locks/base-name";
import { parseRequirement } from "../../protocols/pypi/locks/requirement";

/** pyproject.toml and uv.toml: indexes, `find-links`, `tool.uv.sources` and dependencies by address. */
export const uvConfiguration: BypassFinder = {
  recognizes: (path) => ["pyproject.toml", "uv.toml"].includes(baseName(path)),
  find: findInConfiguration,
};

function findInConfiguration(
  path: string,
  text: string,
  isOwn: (address: string) => boolean,
): readonly Bypass[] {
  const document = parseTomlFile(path, text);
  const findLine = lineFinder(text);
  const isProject = path.endsWith("pyproject.toml");
  const settings = isProject ? asTable(asTable(document["tool"])?.["uv"]) : document;
  const indexes = indexesInFile(path, text)
    .filter(({ address }) => !isOwn(address))
    .map(({ address, where }) => ({ where, host: hostOf(address), text: indexText(hostOf(address)) }));
  const links = [settings, asTable(settings?.["pip"])]
    .flatMap((table) => asList(table?.["find-links"]).map(asText))
    .filter((address) => address !== undefined)
    .filter((address) => !isOwn(address))
    .map((address) => ({
      where: place(path, findLine(address)),
      host: hostOf(address),
      text: `find-links makes uv take files from ${title(hostOf(address))}, past the feed. Take it out, and have the files in the feed.`,
    }));
  const direct = [...sourcesOf(settings), ...(isProject ? requirementsOf(document, settings) : [])]
    .filter(({ address }) => hostOf(address) !== disk && !isOwn(address))
    .map(({ name, address, written }) => ({
      where: place(path, findLine(written)),
      host: hostOf(address),
      count: 1,
      text: `${name} is fetched from ${hostOf(address)}, past the feed. Publish it to the feed and depend on it by version.`,
    }));
  return [...indexes, ...links, ...direct];
}

function indexText(host: string): string {
  return `The index on ${title(host)} is no feed of the organization, so what uv finds there passes the feed by. Name the feed instead, with that registry as its upstream source.`;
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
