import { parseUrl } from "../../core/url";
import { asList, asTable, asText, type TomlTable } from "../../formats/toml/toml-file";
import { parseRequirement } from "../../protocols/pypi/locks/requirement";
import type { UvFile } from "./indexes";

/** A package by address, and the text that stands in the file for it. */
export interface Direct {
  readonly name: string;
  readonly address: string;
  readonly written: string;
}

/** docs.astral.sh/uv/concepts/projects/dependencies, "Dependency sources": one table or, with markers, several. */
export function sourcesOf(
  settings: TomlTable | undefined,
  keys: readonly string[] = ["git", "url"],
): readonly Direct[] {
  return Object.entries(asTable(settings?.["sources"]) ?? {}).flatMap(([name, entry]) =>
    asList(entry).flatMap((source) => {
      const table = asTable(source);
      const address = keys.map((key) => asText(table?.[key])).find((text) => text !== undefined);
      return address === undefined ? [] : [{ name, address, written: address }];
    }),
  );
}

/** Dependencies with `name @ address` (packaging.python.org, "Dependency specifiers"). */
export function requirementsOf({ document, settings }: UvFile): readonly Direct[] {
  const project = asTable(document["project"]);
  const lists = [
    project?.["dependencies"],
    settings?.["dev-dependencies"],
    ...Object.values(asTable(project?.["optional-dependencies"]) ?? {}),
    ...Object.values(asTable(document["dependency-groups"]) ?? {}),
  ];
  return directIn(lists);
}

/** Those that only uv's settings and the build have: docs.astral.sh/uv/reference/settings; PEP 518. */
function settingsOf({ document, settings }: UvFile): readonly Direct[] {
  const keys = ["override-dependencies", "constraint-dependencies", "build-constraint-dependencies"];
  return directIn([
    ...keys.map((key) => settings?.[key]),
    ...Object.values(asTable(settings?.["extra-build-dependencies"]) ?? {}),
    asTable(document["build-system"])?.["requires"],
  ]);
}

function directIn(lists: readonly unknown[]): readonly Direct[] {
  return lists.flatMap(asList).flatMap((entry) => {
    const written = asText(entry) ?? asText(asTable(entry)?.["requirement"]) ?? "";
    const requirement = parseRequirement(written);
    return requirement?.kind === "direct" ? [{ ...requirement, written }] : [];
  });
}

/** The pages and folders of `find-links`, also below `[pip]`. */
export function linksOf(settings: TomlTable | undefined): readonly string[] {
  return [settings, asTable(settings?.["pip"])]
    .flatMap((table) => asList(table?.["find-links"]).map(asText))
    .filter((address) => address !== undefined);
}

/** All that uv asks by address and not through an index, with `file:line`; Git has credentials of its own. */
export function directAddresses(
  file: UvFile,
): readonly { readonly address: string; readonly where: string }[] {
  const publishing = ["publish-url", "check-url"].map((key) => asText(file.settings?.[key]) ?? "");
  const direct = [...sourcesOf(file.settings, ["url"]), ...requirementsOf(file), ...settingsOf(file)];
  return [...publishing.map((address) => ({ address, written: address })), ...direct]
    .filter(({ address }) => /^https?:/i.test(address))
    .map(({ address, written }) => ({ address, where: file.place(written) }));
}

const lockAddress =
  /\b(?:registry|url)"?[ \t]*=[ \t]*["']((https?:[\\/]*[^\\/?#"'\n]+)(?:[\\/][^\\/?#"'\n]*){0,6})/gi;

/**
 * The addresses in a uv.lock that are on certain origins, of indexes and of files: each up to its sixth folder, and once.
 * The text is not parsed, for its size, and the other origins of thousands of files are looked at once.
 */
export function addressesInLock(text: string, origins: ReadonlySet<string>): readonly string[] {
  const wanted = new Map<string, boolean>();
  const found = new Set<string>();
  for (const [, address = "", start = ""] of text.matchAll(lockAddress)) {
    const isWanted = wanted.get(start) ?? origins.has(parseUrl(start)?.origin ?? "");
    wanted.set(start, isWanted);
    if (isWanted) found.add(address);
  }
  return [...found];
}
