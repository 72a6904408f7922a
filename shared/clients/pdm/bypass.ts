import type { Files } from "../../core/files";
import type { Bypass } from "../../core/lock-entry";
import { asList, asTable, asText, parsePlaced } from "../../formats/toml/toml-file";
import { directBypasses, directIn, directOfProject, indexBypasses } from "../../protocols/pypi/elsewhere";

/** In pyproject.toml: sources elsewhere, and dependencies by address (pdm-project.org, "Configure the project sources"). */
export function findPdmBypasses(
  path: string,
  files: Files,
  isOwn: (address: string) => boolean,
): readonly Bypass[] {
  const { document, place } = files.parsed(path, parsePlaced) ?? {};
  const settings = asTable(asTable(document?.["tool"])?.["pdm"]);
  if (document === undefined || place === undefined || settings === undefined) return [];
  const sources = asList(settings["source"]).flatMap((source) => asText(asTable(source)?.["url"]) ?? []);
  const groups = Object.values(asTable(settings["dev-dependencies"]) ?? {});
  return [
    ...indexBypasses("PDM", sources, place, isOwn),
    ...directBypasses([...directIn(groups), ...directOfProject(document)], place, isOwn),
  ];
}
