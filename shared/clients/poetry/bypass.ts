import type { Files } from "../../core/files";
import type { Bypass } from "../../core/lock-entry";
import { asList, asTable, asText, parsePlaced } from "../../formats/toml/toml-file";
import { addressesIn, directBypasses, directOfProject, indexBypasses } from "../../protocols/pypi/elsewhere";

/** In pyproject.toml: sources elsewhere, and dependencies by address. What is of no source, the lock file says. */
export function findPoetryBypasses(
  path: string,
  files: Files,
  isOwn: (address: string) => boolean,
): readonly Bypass[] {
  const { document, place } = files.parsed(path, parsePlaced) ?? {};
  const settings = asTable(asTable(document?.["tool"])?.["poetry"]);
  if (document === undefined || place === undefined || settings === undefined) return [];
  const sources = asList(settings["source"]).flatMap((source) => asText(asTable(source)?.["url"]) ?? []);
  const groups = Object.values(asTable(settings["group"]) ?? {}).map(asTable);
  const tables = [settings, ...groups].flatMap((each) => [
    each?.["dependencies"],
    each?.["dev-dependencies"],
  ]);
  const direct = [...tables.flatMap((table) => addressesIn(table)), ...directOfProject(document)];
  return [...indexBypasses("Poetry", sources, place, isOwn), ...directBypasses(direct, place, isOwn)];
}
