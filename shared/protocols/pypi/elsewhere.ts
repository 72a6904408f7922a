import type { Bypass } from "../../core/lock-entry";
import { disk, hostOf } from "../../formats/locks/file-address";
import { asList, asTable, asText, type TomlTable } from "../../formats/toml/toml-file";
import { parseRequirement } from "./locks/requirement";

/** A package by address, and the text that stands in the file for it. */
export interface Direct {
  readonly name: string;
  readonly address: string;
  readonly written: string;
}

/** Packages by address in a table of packages, each one table or, with markers, several. */
export function addressesIn(table: unknown, keys: readonly string[] = ["git", "url"]): readonly Direct[] {
  return Object.entries(asTable(table) ?? {}).flatMap(([name, entry]) =>
    asList(entry).flatMap((each) => {
      const source = asTable(each);
      const address = keys.map((key) => asText(source?.[key])).find((text) => text !== undefined);
      return address === undefined ? [] : [{ name, address, written: address }];
    }),
  );
}

/** Requirements with `name @ address` in lists (packaging.python.org, "Dependency specifiers"). */
export function directIn(lists: readonly unknown[]): readonly Direct[] {
  return lists.flatMap(asList).flatMap((entry) => {
    const written = asText(entry) ?? asText(asTable(entry)?.["requirement"]) ?? "";
    const requirement = parseRequirement(written);
    return requirement?.kind === "direct" ? [{ ...requirement, written }] : [];
  });
}

/** Those of a pyproject.toml's own tables (PEP 621, PEP 735). */
export function directOfProject(document: TomlTable): readonly Direct[] {
  const project = asTable(document["project"]);
  return directIn([
    project?.["dependencies"],
    ...Object.values(asTable(project?.["optional-dependencies"]) ?? {}),
    ...Object.values(asTable(document["dependency-groups"]) ?? {}),
  ]);
}

/** What packages by address are for a feed; those on disk are part of the project. */
export function directBypasses(
  direct: readonly Direct[],
  place: (written: string) => string,
  isOwn: (address: string) => boolean,
): readonly Bypass[] {
  return direct
    .filter(({ address }) => hostOf(address) !== disk && !isOwn(address))
    .map(({ name, address, written }) => ({
      where: place(written),
      host: hostOf(address),
      count: 1,
      text: `${name} is fetched from ${hostOf(address)}, which bypasses the feed. Publish it to the feed and depend on it by version.`,
    }));
}

/** An index of a project that is not a feed of the organization, and whether packages come from the feed all the same. */
export function indexBypass(
  client: string,
  { address, where }: { readonly address: string; readonly where: string },
  throughFeed = false,
): Bypass {
  const host = hostOf(address);
  const title = host === disk ? "a folder on disk" : host;
  return {
    ...{ where, host },
    text: `The index on ${title} is not a feed of the organization, so what ${client} finds there bypasses the feed. Name the feed instead, with that registry as its upstream source.`,
    ...(throughFeed ? { throughFeed } : {}),
  };
}

/** Those of a client's sources, by their addresses, that are elsewhere; `isReplaced` tells which the feed stands in for. */
export function indexBypasses(
  client: string,
  addresses: readonly string[],
  place: (written: string) => string,
  isOwn: (address: string) => boolean,
  isReplaced: (address: string) => boolean = () => false,
): readonly Bypass[] {
  return addresses
    .filter((address) => !isOwn(address))
    .map((address) => indexBypass(client, { address, where: place(address) }, isReplaced(address)));
}
