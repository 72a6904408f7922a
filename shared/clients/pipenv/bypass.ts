import type { Files } from "../../core/files";
import type { Bypass } from "../../core/lock-entry";
import { asList, asTable, asText, parsePlaced } from "../../formats/toml/toml-file";
import { addressesIn, directBypasses, indexBypasses } from "../../protocols/pypi/elsewhere";
import { isPublicIndex } from "../../protocols/pypi/public-index";

/** What a package has beside the index's: pipenv.pypa.io, "Specifiers". */
const elsewhere = ["git", "hg", "svn", "bzr", "file", "path"];

/** In a Pipfile: sources elsewhere, and packages by address. The feed takes the place of the public index. */
export function findPipenvBypasses(
  path: string,
  files: Files,
  isOwn: (address: string) => boolean,
): readonly Bypass[] {
  const { document, place } = files.parsed(path, parsePlaced) ?? {};
  if (document === undefined || place === undefined) return [];
  const sources = asList(document["source"]).flatMap((each) => asText(asTable(each)?.["url"]) ?? []);
  return [
    ...indexBypasses("pipenv", sources, place, isOwn, isPublicIndex),
    ...directBypasses(
      Object.values(document).flatMap((packages) => addressesIn(packages, elsewhere)),
      place,
      isOwn,
    ),
  ];
}
