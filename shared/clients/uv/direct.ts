import { parseUrl } from "../../core/url";
import { asList, asTable, asText, type TomlTable } from "../../formats/toml/toml-file";
import { addressesIn, directIn, directOfProject, type Direct } from "../../protocols/pypi/elsewhere";
import type { UvFile } from "./indexes";

/** Dependencies with `name @ address` (packaging.python.org, "Dependency specifiers"). */
export function requirementsOf({ document, settings }: UvFile): readonly Direct[] {
  return [...directOfProject(document), ...directIn([settings?.["dev-dependencies"]])];
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
  const direct = [
    ...addressesIn(file.settings?.["sources"], ["url"]),
    ...requirementsOf(file),
    ...settingsOf(file),
  ];
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
