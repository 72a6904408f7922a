import { asList, asTable, asText, type TomlTable } from "../../../formats/toml/toml-file";
import type { PackageReferences } from "../../../formats/locks/package-references";
import type { Block } from "../../../formats/toml/table-blocks";

/** The workspace needs its members. uv refuses a file without one too (crates/uv-resolver/src/lock). */
export function referToMembers(references: PackageReferences, document: TomlTable): void {
  for (const member of asList(asTable(document["manifest"])?.["members"]))
    references.need(asText(member) ?? "", () => undefined);
}

/** A package needs its dependencies (uv, crates/uv-resolver/src/lock, `UnrecognizedDependency`). */
export function referToDependencies(references: PackageReferences, table: TomlTable, block: Block): void {
  const groups = [asTable(table["optional-dependencies"]), asTable(table["dev-dependencies"])];
  const all = [
    ...asList(table["dependencies"]),
    ...groups.flatMap((group) => Object.values(group ?? {}).flatMap(asList)),
  ];
  for (const dependency of all) {
    const name = asText(asTable(dependency)?.["name"]) ?? "";
    references.need(name, () => block.find(name));
  }
}
